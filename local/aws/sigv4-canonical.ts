import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Authorization, CredentialScope, SignedRequest } from "./sigv4-authorization";

export const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

const hmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** As keys, not bytes: those would be made into a key for every signature, which takes longer than to sign. */
const signingKeys = new Map<string, KeyObject>();
const maxSigningKeys = 500;

/** The key that signs requests and POST policies of one day, region and service. Made once for all of them. */
function signingKey(secretAccessKey: string, { date, region, service }: CredentialScope): KeyObject {
  const name = [secretAccessKey, date, region, service].join(" ");
  const known = signingKeys.get(name);
  if (known) return known;
  const day = hmac(`AWS4${secretAccessKey}`, date);
  const key = createSecretKey(hmac(hmac(hmac(day, region), service), "aws4_request"));
  if (signingKeys.size >= maxSigningKeys) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

/** Signature of any text (a string to sign, a POST policy in base64) in hex. */
export function sign(secretAccessKey: string, scope: CredentialScope, text: string): string {
  return hmac(signingKey(secretAccessKey, scope), text).toString("hex");
}

/** The text AWS signs for a request whose body has this hash (hex, or a literal such as `UNSIGNED-PAYLOAD`). */
export function stringToSign(
  request: SignedRequest,
  authorization: Authorization,
  payloadHash: string,
): string {
  const { scope, signedHeaders, timestamp } = authorization;
  const [path = "", query = ""] = splitUrl(request.url);
  const canonicalRequest = [
    request.method,
    scope.service === "s3" ? s3Path(path) : doublyEncodedPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${headerValue(request.headers[name])}`),
    "",
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
  const scopeText = [scope.date, scope.region, scope.service, "aws4_request"].join("/");
  return ["AWS4-HMAC-SHA256", timestamp, scopeText, sha256(canonicalRequest)].join("\n");
}

/** S3 signs the path encoded once; its keys may hold `//` and `..`, so nothing is normalised. */
function s3Path(path: string): string {
  return path.split("/").map(decode).map(encode).join("/");
}

/** Every other service signs the path as sent, encoded a second time. */
function doublyEncodedPath(path: string): string {
  return path.split("/").map(encode).join("/").replace(/\/+/g, "/");
}

function canonicalQuery(query: string): string {
  const pairs = query.split("&").filter(Boolean).map(encodedPair);
  return pairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function encodedPair(pair: string): [string, string] {
  const [name = "", value = ""] = pair.includes("=") ? splitAt(pair, pair.indexOf("=")) : [pair];
  const again = (text: string) => encode(decode(text.replaceAll("+", "%20")));
  return [again(name), again(value)];
}

function splitUrl(url: string): string[] {
  const at = url.indexOf("?");
  return at < 0 ? [url] : splitAt(url, at);
}

const splitAt = (text: string, at: number) => [text.slice(0, at), text.slice(at + 1)];

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const headerValue = (value: string | string[] | undefined) =>
  [value ?? ""].flat().join(",").trim().replace(/\s+/g, " ");

/** RFC 3986: `encodeURIComponent` leaves five characters that AWS encodes. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
