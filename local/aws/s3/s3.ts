import type { ServerResponse } from "node:http";

import type { CloudContext, CloudService, ServiceRequest } from "../service";
import { answerPreflight, applyCors } from "./cors";
import { sweepExpiredObjects } from "./lifecycle";
import { bucketResource } from "./resources/bucket";
import { bucketObject } from "./resources/bucket-object";
import { bucketSetting } from "./resources/bucket-setting";
import { parseS3Request } from "./s3-request";
import { S3Router } from "./s3-router";
import { S3Store } from "./s3-store";

/** S3 itself looks once a day. */
const sweepIntervalMs = 60 * 60_000;

export interface S3 extends CloudService {
  /** Deletes what the buckets' lifecycle rules say; the answer is how many objects. Runs by itself after `start`. */
  sweepExpired(): number;
}

export interface S3Options {
  /** @default Date.now */
  now?: () => number;
}

/** Buckets and objects, kept under the data folder. */
export function createS3(context: CloudContext, { now = Date.now }: S3Options = {}): S3 {
  let timer: NodeJS.Timeout | undefined;
  const sweepExpired = () => sweepExpiredObjects(store, now());
  const store = new S3Store(context.folder("s3"));
  const router = new S3Router(store, context);

  async function answer(request: ServiceRequest, response: ServerResponse): Promise<void> {
    const s3Request = parseS3Request(request);
    const bucket = store.buckets.get(s3Request.bucket);
    if (request.method === "OPTIONS") return answerPreflight(s3Request, response, bucket);
    applyCors(s3Request, response, bucket);
    await router.find(s3Request)(s3Request, response);
  }

  return {
    name: "s3",
    resources: {
      "aws:s3/bucket:Bucket": bucketResource(store, context.place),
      "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject(store),
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucketSetting(store, "cors"),
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting(store, "lifecycle"),
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting(store, "ownershipControls"),
      "aws:s3/bucketPolicy:BucketPolicy": bucketSetting(store, "policy"),
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting(store, "publicAccessBlock"),
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketSetting(
        store,
        "encryption",
      ),
      "aws:s3/bucketVersioning:BucketVersioning": bucketSetting(store, "versioning"),
    },
    async handle(request, response) {
      try {
        await answer(request, response);
      } catch (error) {
        // A client that left in the middle of its upload or download is no fault, and has nobody to answer.
        if (!response.destroyed && !request.raw.errored) throw error;
        response.destroy();
      }
    },
    sweepExpired,
    async start() {
      sweepExpired();
      timer = setInterval(sweepExpired, sweepIntervalMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await store.close();
    },
  };
}
