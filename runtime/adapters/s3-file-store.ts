import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { FileStore } from "../ports";
import { createS3Client } from "./s3-client";

export interface S3FileStoreOptions {
  bucketName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: S3Client;
}

/** Texts in S3. Needs `s3:PutObject`, `s3:GetObject` and `s3:DeleteObject` on the keys it is given. */
export function createS3FileStore({
  bucketName: Bucket,
  client = createS3Client(),
}: S3FileStoreOptions): FileStore {
  return {
    async putText(Key, text) {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body: text, ContentType: "text/plain; charset=utf-8" }),
      );
    },
    async getText(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`s3://${Bucket}/${Key} came without a body`);
      return Body.transformToString("utf-8");
    },
    async deleteAll(keys) {
      // One by one, not as a batch: a few at a time at most, and deleting what is gone succeeds.
      await Promise.all(keys.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
    },
  };
}
