import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { FileBytes } from "../file-ports";
import { extraKey, fileExtras, fileKey } from "./file-keys";
import { createS3Client } from "./s3-client";

export interface S3FileRemovalOptions {
  bucketName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: S3Client;
}

/** Deletes files and does nothing else with them. Needs `s3:DeleteObject` on uploads and on what is kept. */
export function createS3FileRemoval({
  bucketName: Bucket,
  client = createS3Client(),
}: S3FileRemovalOptions): Pick<FileBytes, "delete"> {
  return {
    async delete(owner, id) {
      const places = [true, false].map((isKept) => ({ owner, id, isKept }));
      const keys = places.flatMap((place) => [
        fileKey(place),
        ...fileExtras.map((extra) => extraKey(place, extra)),
      ]);
      // One by one, not as a batch: there are four, and deleting what is gone succeeds.
      await Promise.all(keys.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
    },
  };
}
