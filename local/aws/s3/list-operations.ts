import type { ObjectRecord } from "./object-record";
import type { S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { type S3Operation, type S3Request, sendXml } from "./s3-request";
import type { S3Store } from "./s3-store";

const maxPageSize = 1000;
/** Sorts after every key that continues a prefix. */
const lastCharacter = "\u{10FFFF}";

interface Page {
  objects: ObjectRecord[];
  commonPrefixes: string[];
  /** Where the next page begins; unset on the last one. */
  next?: string;
}

export function listObjectsV2(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    const { bucket, query } = request;
    if (query["list-type"] !== "2") throw s3Error("InvalidArgument", "list-type must be 2.");
    store.bucket(bucket);
    const { prefix = "", delimiter = "" } = query;
    access.require(request.caller, "ListBucket", bucket, "", conditionKeys(request));
    const pageSize = pageSizeOf(query["max-keys"]);
    const page = readPage(store, bucket, startOf(query), prefix, delimiter, pageSize);
    const text = query["encoding-type"] === "url" ? encodeKey : (key: string) => key;
    sendXml(response, "ListBucketResult", {
      Name: bucket,
      Prefix: text(prefix),
      Delimiter: delimiter ? text(delimiter) : undefined,
      MaxKeys: pageSize,
      KeyCount: page.objects.length + page.commonPrefixes.length,
      EncodingType: query["encoding-type"],
      StartAfter: query["start-after"],
      ContinuationToken: query["continuation-token"],
      NextContinuationToken:
        page.next === undefined ? undefined : Buffer.from(page.next).toString("base64url"),
      IsTruncated: page.next !== undefined,
      Contents: page.objects.map((object) => ({
        Key: text(object.key),
        LastModified: object.modifiedAt,
        ETag: `"${object.etag}"`,
        Size: object.sizeBytes,
        StorageClass: "STANDARD",
      })),
      CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: text(one) })),
    });
  };
}

function conditionKeys(request: S3Request): Record<string, string> {
  const named = ["prefix", "delimiter", "max-keys"].filter((name) => request.query[name] !== undefined);
  return Object.fromEntries(named.map((name) => [`s3:${name}`, request.query[name]!]));
}

function pageSizeOf(maxKeys: string | undefined): number {
  const size = Number(maxKeys ?? maxPageSize);
  if (!Number.isInteger(size) || size < 0) {
    throw s3Error("InvalidArgument", `max-keys must be a whole number from 0: ${maxKeys}`);
  }
  return Math.min(size, maxPageSize);
}

function startOf(query: S3Request["query"]): string {
  const token = query["continuation-token"];
  return token === undefined
    ? (query["start-after"] ?? "")
    : Buffer.from(token, "base64url").toString("utf8");
}

/** A common prefix is one step, however many keys it stands for. */
function readPage(
  store: S3Store,
  bucket: string,
  start: string,
  prefix: string,
  delimiter: string,
  pageSize: number,
): Page {
  const page: Page = { objects: [], commonPrefixes: [] };
  let position = start;
  for (let count = 0; ; count++) {
    const object = store.objects.next(bucket, position, prefix);
    if (!object || pageSize === 0) return page;
    if (count === pageSize) return { ...page, next: position };
    const common = commonPrefix(object.key, prefix, delimiter);
    if (common === undefined) page.objects.push(object);
    else page.commonPrefixes.push(common);
    position = common === undefined ? object.key : common + lastCharacter;
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** The SDK's `EncodingType: "url"`: slashes stay. */
function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/");
}
