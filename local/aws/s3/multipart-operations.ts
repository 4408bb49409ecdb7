import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import { checksumHeaders, objectHeaders } from "./object-record";
import { checkWriteConditions } from "./preconditions";
import { type BodyHeaders, receiveBlob, receiveText } from "./request-body";
import type { S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { type S3Operation, type S3Request, sendXml } from "./s3-request";
import type { S3Store } from "./s3-store";
import type { PartRecord, UploadRecord } from "./upload-index";
import { innerXml, textOf } from "./xml";

const maxPartNumber = 10_000;
/** Of every part but the last. */
const minPartBytes = 5 * 2 ** 20;

export function createMultipartUpload(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    const { bucket, key } = request;
    store.bucket(bucket);
    access.require(request.caller, "PutObject", bucket, key);
    request.raw.resume();
    const id = randomUUID();
    const startedAt = new Date().toISOString();
    store.uploads.begin({ id, bucket, key, headers: objectHeaders(request.headers), startedAt });
    sendXml(response, "InitiateMultipartUploadResult", { Bucket: bucket, Key: key, UploadId: id });
  };
}

export function uploadPart(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "PutObject", request.bucket, request.key);
    const upload = uploadOf(store, request);
    const number = Number(request.query.partNumber);
    if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
      throw s3Error(
        "InvalidArgument",
        `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
      );
    }
    const { checksums, ...part } = await receiveBlob(store, request.raw, request.headers);
    const before = store.uploads.parts(upload.id).find((one) => one.number === number);
    store.uploads.putPart(upload.id, { number, ...part, modifiedAt: new Date().toISOString() });
    if (before) store.removeBlob(before.blob);
    response.writeHead(200, { etag: `"${part.etag}"`, ...checksumHeaders(checksums) }).end();
  };
}

export function completeMultipartUpload(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    const { bucket, key } = request;
    store.bucket(bucket);
    access.require(request.caller, "PutObject", bucket, key);
    const upload = uploadOf(store, request);
    const document = await receiveText(request.raw, bodyHeaders(request.headers));
    const parts = namedParts(document, store.uploads.parts(upload.id));
    const joined = Readable.from(concatenate(parts.map((part) => store.blobPath(part.blob))));
    const { blob, sizeBytes, checksums } = await receiveBlob(store, joined, objectChecksums(request.headers));
    try {
      checkWriteConditions(request, store.objects.get(bucket, key));
    } catch (error) {
      store.removeBlob(blob);
      throw error;
    }
    const etag = multipartEtag(parts);
    const { headers } = upload;
    store.putObject({
      bucket,
      key,
      blob,
      sizeBytes,
      etag,
      checksums,
      headers,
      modifiedAt: new Date().toISOString(),
    });
    store.endUpload(upload.id);
    sendXml(response, "CompleteMultipartUploadResult", { Bucket: bucket, Key: key, ETag: `"${etag}"` });
  };
}

export function abortMultipartUpload(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "AbortMultipartUpload", request.bucket, request.key);
    store.endUpload(uploadOf(store, request).id);
    response.writeHead(204).end();
  };
}

export function listParts(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "ListMultipartUploadParts", request.bucket, request.key);
    const upload = uploadOf(store, request);
    sendXml(response, "ListPartsResult", {
      Bucket: request.bucket,
      Key: request.key,
      UploadId: upload.id,
      IsTruncated: false,
      Part: store.uploads.parts(upload.id).map((part) => ({
        PartNumber: part.number,
        LastModified: part.modifiedAt,
        ETag: `"${part.etag}"`,
        Size: part.sizeBytes,
      })),
    });
  };
}

function uploadOf(store: S3Store, request: S3Request): UploadRecord {
  const upload = store.uploads.get(request.query.uploadId ?? "", request.bucket, request.key);
  if (upload) return upload;
  throw s3Error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or done.",
  );
}

/** The parts that the client's document names, in its order. */
function namedParts(document: string, uploaded: PartRecord[]): PartRecord[] {
  const named = innerXml(document, "Part").map((part) => ({
    number: Number(textOf(part, "PartNumber")),
    etag: textOf(part, "ETag")?.replaceAll('"', ""),
  }));
  if (!named.length) throw s3Error("MalformedXML", "A completed upload names at least one part.");
  return named.map(({ number, etag }, index) => {
    const part = uploaded.find((one) => one.number === number);
    if (!part || part.etag !== etag) {
      throw s3Error("InvalidPart", `Part ${number} could not be found, or its entity tag is another.`);
    }
    if (index > 0 && named[index - 1]!.number >= number) {
      throw s3Error("InvalidPartOrder", "The list of parts was not in ascending order.");
    }
    if (index < named.length - 1 && part.sizeBytes < minPartBytes) {
      throw s3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
        PartNumber: number,
        ProposedSize: part.sizeBytes,
        MinSizeAllowed: minPartBytes,
      });
    }
    return part;
  });
}

async function* concatenate(files: string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* createReadStream(file) as AsyncIterable<Buffer>;
}

/** S3's: the MD5 of the parts' MD5s, and how many. */
function multipartEtag(parts: PartRecord[]): string {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
  return `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
}

/** A checksum header of this request speaks of the object, not of the document. */
function bodyHeaders(headers: BodyHeaders): BodyHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("x-amz-checksum-")));
}

/** Only of the whole object: one made of the parts' checksums ends in `-<count>`, and each part was verified. */
function objectChecksums(headers: BodyHeaders): BodyHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => name.startsWith("x-amz-checksum-") && !/-\d+$/.test(String(value)),
    ),
  );
}
