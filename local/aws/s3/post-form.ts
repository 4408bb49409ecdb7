import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

import Busboy, { type BusboyHeaders } from "@fastify/busboy";

import type { Iam } from "../service";
import { objectHeaders } from "./object-record";
import { checkPostPolicy, type FormFields } from "./post-policy";
import { receiveBlob } from "./request-body";
import { s3Arn, type S3Access } from "./s3-access";
import { s3Error } from "./s3-error";
import { checkKey, type S3Operation, type S3Request, sendXml } from "./s3-request";
import type { S3Store } from "./s3-store";

interface FormFile {
  name: string;
  content: Readable;
}

interface Uploaded {
  bucket: string;
  key: string;
  etag: string;
}

/** An upload from a browser's form: its policy is its signature. */
export function postForm(store: S3Store, access: S3Access, iam: Iam): S3Operation {
  return async (request, response) => {
    store.bucket(request.bucket);
    const fields: FormFields = {};
    const uploaded = await readForm(request, fields, (file) =>
      upload(store, access, iam, request.bucket, fields, file),
    );
    answer(response, fields, uploaded);
  };
}

/** Fields come first; with the file all that speaks of it is there, and its bytes go straight to the store. */
function readForm(
  request: S3Request,
  fields: FormFields,
  take: (file: FormFile) => Promise<Uploaded>,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const form = new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fieldSize: 20_000, fields: 100, files: 1 },
    });
    let taken: Promise<Uploaded> | undefined;
    const fail = (error: unknown) => {
      request.raw.unpipe(form);
      reject(error);
    };
    form.on("field", (name, value, _nameTruncated, valueTruncated) => {
      if (valueTruncated)
        fail(s3Error("MalformedPOSTRequest", `The form's field ${name} is longer than 20000 bytes.`));
      fields[name.toLowerCase()] = value;
    });
    form.on("file", (_field, content, name) => {
      // The form parser does not tell the file that the browser went away.
      request.raw.on("error", (error) => content.destroy(error));
      taken = take({ name: name ?? "", content });
      taken.then(resolve, (error) => {
        content.resume();
        fail(error);
      });
    });
    form.on("finish", () => {
      if (!taken) fail(s3Error("InvalidArgument", "POST requires exactly one file upload per request."));
    });
    form.on("error", () =>
      fail(s3Error("MalformedPOSTRequest", "The body is not well-formed multipart/form-data.")),
    );
    request.raw.on("error", fail);
    request.raw.pipe(form);
  });
}

async function upload(
  store: S3Store,
  access: S3Access,
  iam: Iam,
  bucket: string,
  fields: FormFields,
  file: FormFile,
): Promise<Uploaded> {
  const policy = checkPostPolicy(fields, bucket, iam, Date.now());
  const key = (fields.key ?? "").replaceAll("${filename}", file.name);
  if (!key) throw s3Error("InvalidArgument", "Bucket POST must contain a field named 'key'.");
  checkKey(key);
  access.require(policy.caller, "PutObject", bucket, key);
  const checksums = Object.fromEntries(
    Object.entries(fields).filter(([name]) => name.startsWith("x-amz-checksum-")),
  );
  const { blob, ...received } = await receiveBlob(store, file.content, checksums, policy.maxBytes);
  if (received.sizeBytes < policy.minBytes) {
    store.removeBlob(blob);
    throw s3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
      ProposedSize: received.sizeBytes,
      MinSizeAllowed: policy.minBytes,
    });
  }
  const modifiedAt = new Date().toISOString();
  store.putObject({ bucket, key, blob, ...received, modifiedAt, headers: objectHeaders(fields) });
  return { bucket, key, etag: received.etag };
}

function answer(response: ServerResponse, fields: FormFields, { bucket, key, etag }: Uploaded): void {
  response.setHeader("etag", `"${etag}"`);
  const redirect = fields.success_action_redirect;
  if (redirect && URL.canParse(redirect)) {
    const location = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` }))
      location.searchParams.set(name, value);
    response.writeHead(303, { location: location.href }).end();
    return;
  }
  if (fields.success_action_status === "201") {
    sendXml(
      response,
      "PostResponse",
      { Location: s3Arn(bucket, key), Bucket: bucket, Key: key, ETag: `"${etag}"` },
      201,
    );
    return;
  }
  response.writeHead(fields.success_action_status === "200" ? 200 : 204).end();
}
