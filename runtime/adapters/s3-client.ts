import { S3Client } from "@aws-sdk/client-s3";

/**
 * With the environment's region, credentials and endpoint.
 *
 * @param requestTimeoutMs - how long one request may take; texts and deletions take less than the default
 */
export function createS3Client(requestTimeoutMs = 10_000): S3Client {
  return new S3Client({
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
}
