import type { CloudContext } from "../service";
import { getBucketPolicy, headBucket, listBuckets } from "./bucket-operations";
import { listObjectsV2 } from "./list-operations";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from "./multipart-operations";
import { copyObject, deleteObject, deleteObjects, getObject, putObject } from "./object-operations";
import { postForm } from "./post-form";
import { S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { header, type S3Operation, type S3Request } from "./s3-request";
import type { S3Store } from "./s3-store";

/** Query parameters that change how an operation answers, not which one it is. */
const plainParameter =
  /^(x-id|x-amz-.*|response-.*|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner)$/i;

/** Headers that ask for what an object here cannot be; to ignore them would be a lie. */
const refusedHeaders = [
  "x-amz-tagging",
  "x-amz-website-redirect-location",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-retain-until-date",
  "x-amz-object-lock-legal-hold",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-copy-source-range",
];

/** Every operation that is supported: method, what the path names, and the parameters that choose the operation. */
export class S3Router {
  readonly #operations: Record<string, S3Operation>;

  constructor(store: S3Store, { iam, place }: CloudContext) {
    const access = new S3Access(iam, (bucket) => store.buckets.get(bucket)?.settings.policy?.policy);
    this.#operations = {
      "GET service": listBuckets(store, access, place),
      "HEAD bucket": headBucket(store, access, place),
      "GET bucket policy": getBucketPolicy(store, access),
      "GET bucket list-type": listObjectsV2(store, access),
      "POST bucket delete": deleteObjects(store, access),
      "POST bucket form": postForm(store, access, iam),
      "PUT object": putObject(store, access),
      "PUT object copy": copyObject(store, access),
      "GET object": getObject(store, access),
      "HEAD object": getObject(store, access),
      "DELETE object": deleteObject(store, access),
      "POST object uploads": createMultipartUpload(store, access),
      "PUT object partNumber uploadId": uploadPart(store, access),
      "POST object uploadId": completeMultipartUpload(store, access),
      "DELETE object uploadId": abortMultipartUpload(store, access),
      "GET object uploadId": listParts(store, access),
    };
  }

  /** @throws NotImplemented, naming what was asked for */
  find(request: S3Request): S3Operation {
    const refused = refusedHeaders.find((name) => request.headers[name] !== undefined);
    if (refused) throw s3Error("NotImplemented", `The header ${refused} is not supported.`);
    const route = routeOf(request);
    const operation = this.#operations[route];
    if (operation) return operation;
    throw s3Error("NotImplemented", `The S3 operation "${route}" is not supported.`);
  }
}

function routeOf(request: S3Request): string {
  const target = request.key ? "object" : request.bucket ? "bucket" : "service";
  const words = Object.keys(request.query)
    .filter((name) => !plainParameter.test(name))
    .toSorted();
  if (request.method === "PUT" && header(request, "x-amz-copy-source") !== undefined) words.push("copy");
  if (request.method === "POST" && header(request, "content-type")?.startsWith("multipart/form-data"))
    words.push("form");
  return [request.method, target, ...words].join(" ");
}
