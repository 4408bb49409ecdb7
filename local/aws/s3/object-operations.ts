import { createReadStream } from "node:fs";
import { copyFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

import { AwsError } from "../service";
import { type ByteRange, parseRange } from "./byte-range";
import { checksumHeaders, objectHeaders, type ObjectRecord, responseHeaders } from "./object-record";
import { checkWriteConditions, isUnmodified } from "./preconditions";
import { receiveBlob, receiveText } from "./request-body";
import type { S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { header, type S3Operation, type S3Request, sendXml } from "./s3-request";
import type { S3Store } from "./s3-store";
import { innerXml, textOf, type XmlElements } from "./xml";

export function putObject(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "PutObject", request.bucket, request.key);
    const { blob, ...received } = await receiveBlob(store, request.raw, request.headers);
    try {
      checkWriteConditions(request, store.objects.get(request.bucket, request.key));
    } catch (error) {
      store.removeBlob(blob);
      throw error;
    }
    const { bucket, key } = request;
    const modifiedAt = new Date().toISOString();
    store.putObject({ bucket, key, blob, ...received, modifiedAt, headers: objectHeaders(request.headers) });
    response.writeHead(200, { etag: `"${received.etag}"`, ...checksumHeaders(received.checksums) }).end();
  };
}

export function getObject(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    const object = readable(store, access, request, request.bucket, request.key);
    const headers = { ...responseHeaders(object), ...overrides(request) };
    if (isUnmodified(request, object)) {
      response.writeHead(304, { etag: headers.etag, "last-modified": headers["last-modified"] }).end();
      return;
    }
    const range = parseRange(header(request, "range"), object.sizeBytes);
    if (!range && header(request, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED") {
      Object.assign(headers, checksumHeaders(object.checksums));
    }
    if (range)
      Object.assign(headers, { "content-range": `bytes ${range.start}-${range.end}/${object.sizeBytes}` });
    const length = range ? range.end - range.start + 1 : object.sizeBytes;
    response.writeHead(range ? 206 : 200, { ...headers, "content-length": length });
    if (request.method === "HEAD" || length === 0) response.end();
    else await sendBlob(store, response, object, range);
  };
}

async function sendBlob(
  store: S3Store,
  response: ServerResponse,
  object: ObjectRecord,
  range?: ByteRange,
): Promise<void> {
  const content = createReadStream("", {
    fd: store.openBlob(object.blob),
    start: range?.start ?? 0,
    end: range?.end,
  });
  await pipeline(content, response);
}

/** `response-content-disposition` and its like, for links that say how the browser is to take the object. */
function overrides(request: S3Request): Record<string, string> {
  const given = Object.entries(request.query).filter(([name]) => name.startsWith("response-"));
  return Object.fromEntries(given.map(([name, value]) => [name.slice("response-".length), value]));
}

function readable(
  store: S3Store,
  access: S3Access,
  request: S3Request,
  bucket: string,
  key: string,
): ObjectRecord {
  store.bucket(bucket);
  access.require(request.caller, "GetObject", bucket, key);
  const object = store.objects.get(bucket, key);
  if (!object) throw access.missingKey(request.caller, bucket, key);
  return object;
}

export function copyObject(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    store.bucket(request.bucket);
    const from = copySource(header(request, "x-amz-copy-source") ?? "");
    const source = readable(store, access, request, from.bucket, from.key);
    access.require(request.caller, "PutObject", request.bucket, request.key);
    const replaces = header(request, "x-amz-metadata-directive") === "REPLACE";
    if (!replaces && from.bucket === request.bucket && from.key === request.key) {
      throw s3Error("InvalidRequest", "An object can be copied to itself only with its metadata replaced.");
    }
    request.raw.resume();
    const blob = store.newBlob();
    await copyFile(store.blobPath(source.blob), store.blobPath(blob));
    const modifiedAt = new Date().toISOString();
    const headers = replaces ? objectHeaders(request.headers) : source.headers;
    store.putObject({ ...source, bucket: request.bucket, key: request.key, blob, modifiedAt, headers });
    sendXml(response, "CopyObjectResult", { ETag: `"${source.etag}"`, LastModified: modifiedAt });
  };
}

function copySource(text: string): { bucket: string; key: string } {
  const [, bucket, key] =
    /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(text.replace(/\?versionId=.*$/, ""))) ?? [];
  if (!bucket || !key || text.includes("?versionId=")) {
    throw s3Error("InvalidArgument", `x-amz-copy-source must be bucket/key, without a version: ${text}`);
  }
  return { bucket, key };
}

export function deleteObject(store: S3Store, access: S3Access): S3Operation {
  return (request, response) => {
    store.bucket(request.bucket);
    access.require(request.caller, "DeleteObject", request.bucket, request.key);
    store.deleteObject(request.bucket, request.key);
    response.writeHead(204).end();
  };
}

const maxDeletedKeys = 1000;

/** Each key is decided by itself; a denied one is an entry of the answer. */
export function deleteObjects(store: S3Store, access: S3Access): S3Operation {
  return async (request, response) => {
    store.bucket(request.bucket);
    const document = await receiveText(request.raw, request.headers);
    const keys = innerXml(document, "Object").map((object) => textOf(object, "Key") ?? "");
    if (!keys.length || keys.length > maxDeletedKeys || keys.includes("")) {
      throw s3Error("MalformedXML", `A deletion names 1 to ${maxDeletedKeys} keys, none of them empty.`);
    }
    const deleted: XmlElements[] = [];
    const refused: XmlElements[] = [];
    for (const key of keys) {
      try {
        access.require(request.caller, "DeleteObject", request.bucket, key);
        store.deleteObject(request.bucket, key);
        deleted.push({ Key: key });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        refused.push({ Key: key, Code: error.code, Message: error.message });
      }
    }
    const quiet = textOf(document, "Quiet") === "true";
    sendXml(response, "DeleteResult", { Deleted: quiet ? [] : deleted, Error: refused });
  };
}
