/** What S3 keeps beside the bytes of an object and answers as headers. */
export interface ObjectHeaders {
  "content-type": string;
  "cache-control"?: string;
  "content-disposition"?: string;
  "content-encoding"?: string;
  "content-language"?: string;
  expires?: string;
  /** Names without `x-amz-meta-`. */
  metadata: Record<string, string>;
}

/** One object of a bucket. */
export interface ObjectRecord {
  bucket: string;
  key: string;
  sizeBytes: number;
  /** Without quotes. */
  etag: string;
  /** ISO 8601. */
  modifiedAt: string;
  /** The file in the blob folder. */
  blob: string;
  headers: ObjectHeaders;
  /** By algorithm, base64. */
  checksums: Record<string, string>;
}

const kept = ["cache-control", "content-disposition", "content-language", "expires"] as const;
const metadataPrefix = "x-amz-meta-";

/** @param given Headers of a request, or fields of a form, with lower-case names. */
export function objectHeaders(given: Record<string, string | string[] | undefined>): ObjectHeaders {
  const headers: ObjectHeaders = {
    "content-type": one(given["content-type"]) ?? "binary/octet-stream",
    metadata: {},
  };
  for (const name of kept) {
    const value = one(given[name]);
    if (value !== undefined) headers[name] = value;
  }
  const encoding = contentEncoding(one(given["content-encoding"]));
  if (encoding) headers["content-encoding"] = encoding;
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith(metadataPrefix))
      headers.metadata[name.slice(metadataPrefix.length)] = one(value) ?? "";
  }
  return headers;
}

/** `aws-chunked` is how the body travelled, not what the object is. */
function contentEncoding(header: string | undefined): string | undefined {
  const encodings = (header ?? "").split(",").map((encoding) => encoding.trim());
  return encodings.filter((encoding) => encoding && encoding !== "aws-chunked").join(",") || undefined;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Headers of an answer that carries this object. */
export function responseHeaders(record: ObjectRecord): Record<string, string> {
  const { metadata, ...headers } = record.headers;
  return {
    ...headers,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [metadataPrefix + name, value])),
    etag: `"${record.etag}"`,
    "last-modified": new Date(record.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
  };
}

export function checksumHeaders(checksums: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([algorithm, value]) => [`x-amz-checksum-${algorithm}`, value]),
  );
}
