import { s3Error } from "./s3-error";

/** Both ends belong to it. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The part of an object that a `Range` header asks for. `undefined` for the whole: no header, or one that S3 ignores
 * because it is malformed or names several ranges.
 *
 * @throws InvalidRange when no byte of the object lies in it
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (!first && !last) return undefined;
  if (first && last && Number(last) < Number(first)) return undefined;
  const start = first ? Number(first) : Math.max(0, sizeBytes - Number(last));
  const end = first && last ? Math.min(Number(last), sizeBytes - 1) : sizeBytes - 1;
  if (start > end) {
    throw s3Error("InvalidRange", "The requested range is not satisfiable", {
      RangeRequested: header,
      ActualObjectSize: sizeBytes,
    });
  }
  return { start, end };
}
