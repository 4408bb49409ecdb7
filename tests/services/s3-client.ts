import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { createS3 } from "../../local/aws/s3/s3";
import { type ClientCredentials, openServiceCloud, type ServiceCloud } from "./service-cloud";

/** A client as the program's code makes one: nothing set but where AWS is. */
export function s3Client(cloud: ServiceCloud, credentials?: ClientCredentials): S3Client {
  return new S3Client(cloud.client(credentials));
}

export interface S3Fixture {
  cloud: ServiceCloud;
  /** Of the account's owner. */
  s3: S3Client;
  /** An empty bucket. */
  Bucket: string;
  textOf(Key: string, client?: S3Client): Promise<string | undefined>;
  end(): Promise<void>;
}

export async function openS3(): Promise<S3Fixture> {
  const cloud = await openServiceCloud(createS3);
  const s3 = s3Client(cloud);
  const { id: Bucket } = await cloud.make("aws:s3/bucket:Bucket", "Files", { forceDestroy: true });
  return {
    cloud,
    s3,
    Bucket,
    async textOf(Key, client = s3) {
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      return got.Body?.transformToString();
    },
    async end() {
      s3.destroy();
      await cloud.end();
    },
  };
}
