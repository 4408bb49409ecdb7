import type { ServerResponse } from "node:http";

import type { ServiceRequest } from "../service";
import { s3Error } from "./s3-error";
import { xmlDocument, type XmlElements } from "./xml";

/** A request in S3's terms. Bucket and key are empty strings where the path has none. */
export interface S3Request extends ServiceRequest {
  bucket: string;
  key: string;
  query: Record<string, string>;
}

/** An operation of S3. What it throws becomes the error document. */
export type S3Operation = (request: S3Request, response: ServerResponse) => Promise<void> | void;

const maxKeyBytes = 1024;

/** Path style only: with an IP as its endpoint the SDK uses nothing else. */
export function parseS3Request(request: ServiceRequest): S3Request {
  const [, path = "", search = ""] = /^\/?([^?]*)\??(.*)$/s.exec(request.url) ?? [];
  const slash = path.indexOf("/");
  const bucket = decode(slash < 0 ? path : path.slice(0, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  checkKey(key);
  return { ...request, bucket, key, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw s3Error("KeyTooLongError", "Your key is too long", { MaxSizeAllowed: maxKeyBytes });
  }
}

export function header(request: ServiceRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error("InvalidURI", `Couldn't parse the specified URI: ${text}`);
  }
}

export function sendXml(response: ServerResponse, root: string, content: XmlElements, status = 200): void {
  const body = Buffer.from(xmlDocument(root, content));
  response.writeHead(status, { "content-type": "application/xml", "content-length": body.length }).end(body);
}
