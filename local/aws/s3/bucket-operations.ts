import type { Place } from "../service";
import type { S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { type S3Operation, sendXml } from "./s3-request";
import type { S3Store } from "./s3-store";

export function listBuckets(store: S3Store, access: S3Access, place: Place): S3Operation {
  return (request, response) => {
    access.require(request.caller, "ListAllMyBuckets", "*");
    sendXml(response, "ListAllMyBucketsResult", {
      Owner: { ID: place.accountId },
      Buckets: {
        Bucket: store.buckets.all().map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt })),
      },
    });
  };
}

export function headBucket(store: S3Store, access: S3Access, place: Place): S3Operation {
  return (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "ListBucket", request.bucket);
    response.writeHead(200, { "x-amz-bucket-region": place.region }).end();
  };
}

export function getBucketPolicy(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    const { settings } = store.bucket(request.bucket);
    access.require(request.caller, "GetBucketPolicy", request.bucket);
    const policy: unknown = settings.policy?.policy;
    if (policy === undefined) throw s3Error("NoSuchBucketPolicy", "The bucket policy does not exist");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(typeof policy === "string" ? policy : JSON.stringify(policy));
  };
}
