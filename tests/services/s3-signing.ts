import { createHash } from "node:crypto";

import { sign } from "../../local/aws/sigv4-canonical";
import { ownerCredentials } from "./service-cloud";

/** Written out rather than taken from the code under test, so that both must agree with AWS's description. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function signer() {
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = { date: timestamp.slice(0, 8), region: "us-east-1", service: "s3" };
  const credential = [
    ownerCredentials.accessKeyId,
    scope.date,
    scope.region,
    scope.service,
    "aws4_request",
  ].join("/");
  return {
    timestamp,
    credential,
    sign: (text: string) => sign(ownerCredentials.secretAccessKey, scope, text),
  };
}

/** A link of the account's owner that holds for a minute. */
export function presignGet(
  endpoint: string,
  bucket: string,
  key: string,
  query: Record<string, string>,
): string {
  const { timestamp, credential, sign } = signer();
  const path = `/${bucket}/${key.split("/").map(encode).join("/")}`;
  const parameters = {
    ...query,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": credential,
    "X-Amz-Date": timestamp,
    "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host",
  };
  const canonical = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const request = [
    "GET",
    path,
    canonical,
    `host:${new URL(endpoint).host}`,
    "",
    "host",
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const scope = credential.slice(credential.indexOf("/") + 1);
  const signature = sign(["AWS4-HMAC-SHA256", timestamp, scope, hash].join("\n"));
  return `${endpoint}${path}?${canonical}&X-Amz-Signature=${signature}`;
}

/** Fields of an upload form, as `createPresignedPost` makes them. */
export function formFields(
  bucket: string,
  fields: Record<string, string>,
  conditions: unknown[],
  expiration = new Date(Date.now() + 60_000),
): Record<string, string> {
  const { timestamp, credential, sign } = signer();
  const signed = {
    ...fields,
    bucket,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": credential,
    "X-Amz-Date": timestamp,
  };
  const exact = Object.entries(signed)
    .filter(([name]) => name !== "key")
    .map(([name, value]) => ({ [name]: value }));
  const document = { expiration: expiration.toISOString(), conditions: [...exact, ...conditions] };
  const policy = Buffer.from(JSON.stringify(document)).toString("base64");
  const lowerCase = Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...Object.fromEntries(lowerCase), policy, "x-amz-signature": sign(policy) };
}

export function postForm(
  endpoint: string,
  bucket: string,
  fields: Record<string, string>,
  content: string,
  fileName: string,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([content]), fileName);
  return fetch(`${endpoint}/${bucket}`, { method: "POST", body: form });
}
