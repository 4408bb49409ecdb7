import type { ObjectRecord } from "./object-record";
import { s3Error } from "./s3-error";
import { header, type S3Request } from "./s3-request";

/** Before a write: `If-None-Match: *` and `If-Match`, against what is there at that moment. */
export function checkWriteConditions(request: S3Request, existing: ObjectRecord | undefined): void {
  const noneMatch = header(request, "if-none-match");
  if (noneMatch !== undefined && noneMatch !== "*") {
    throw s3Error("NotImplemented", "If-None-Match of a write may only be *.");
  }
  if (noneMatch !== undefined && existing) throw failed("If-None-Match");
  const match = header(request, "if-match");
  if (match === undefined) return;
  if (!existing) throw s3Error("NoSuchKey", "The specified key does not exist.", { Key: request.key });
  if (!names(match, existing.etag)) throw failed("If-Match");
}

/** Before a read. True when the client already has this object: 304. */
export function isUnmodified(request: S3Request, object: ObjectRecord): boolean {
  const match = header(request, "if-match");
  if (match !== undefined && !names(match, object.etag)) throw failed("If-Match");
  const modifiedAt = Math.floor(Date.parse(object.modifiedAt) / 1000) * 1000;
  const unmodifiedSince = header(request, "if-unmodified-since");
  if (match === undefined && unmodifiedSince !== undefined && modifiedAt > Date.parse(unmodifiedSince)) {
    throw failed("If-Unmodified-Since");
  }
  const noneMatch = header(request, "if-none-match");
  if (noneMatch !== undefined) return names(noneMatch, object.etag);
  const modifiedSince = header(request, "if-modified-since");
  return modifiedSince !== undefined && modifiedAt <= Date.parse(modifiedSince);
}

function names(tags: string, etag: string): boolean {
  return tags
    .split(",")
    .some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "").replaceAll('"', "")));
}

function failed(condition: string): Error {
  return s3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });
}
