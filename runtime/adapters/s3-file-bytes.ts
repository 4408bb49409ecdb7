import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { attachment } from "../core/content-disposition";
import type { FileBytes } from "../file-ports";
import { fileKey } from "./file-keys";
import { createS3Client } from "./s3-client";
import { createS3FileReading } from "./s3-file-reading";
import { createS3FileRemoval } from "./s3-file-removal";

export interface S3FileBytesOptions {
  bucketName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: S3Client;
}

const uploadSec = 10 * 60;
const downloadSec = 5 * 60;

/**
 * Files in S3. Forms and links can do what their maker may: `s3:PutObject` on uploads for a form, `s3:GetObject` for a
 * link.
 */
export function createS3FileBytes({
  bucketName: Bucket,
  client = createS3Client(30_000),
}: S3FileBytesOptions): FileBytes {
  return {
    presignUpload: (place, { type, size }) =>
      createPresignedPost(client, {
        Bucket,
        Key: fileKey(place),
        Fields: { "Content-Type": type },
        Conditions: [["content-length-range", size, size]],
        Expires: uploadSec,
      }),
    presignDownload(place, name) {
      const ResponseContentDisposition = attachment(name);
      const get = new GetObjectCommand({ Bucket, Key: fileKey(place), ResponseContentDisposition });
      return getSignedUrl(client, get, { expiresIn: downloadSec });
    },
    ...createS3FileReading({ bucketName: Bucket, client }),
    ...createS3FileRemoval({ bucketName: Bucket, client }),
  };
}
