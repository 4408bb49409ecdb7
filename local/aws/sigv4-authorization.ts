import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "./service";

/** The parts of an HTTP request that a signature covers, the body aside. */
export interface SignedRequest {
  method: string;
  /** Path and query as received. */
  url: string;
  headers: IncomingHttpHeaders;
}

/** `20261122/us-east-1/dynamodb/aws4_request` */
export interface CredentialScope {
  /** `YYYYMMDD` */
  date: string;
  region: string;
  service: string;
}

/** What a request claims about its own signature. Nothing of it is verified. */
export interface Authorization {
  accessKeyId: string;
  scope: CredentialScope;
  signedHeaders: string[];
  /** Hex. */
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string;
  sessionToken?: string;
  /** Set for a presigned URL: how long it holds, in seconds after `timestamp`. */
  expiresSec?: number;
}

/** Reads the signature from the header or the query; undefined when there is none, `IncompleteSignature` when broken. */
export function readAuthorization(request: SignedRequest): Authorization | undefined {
  const query = new URLSearchParams(splitOnce(request.url, "?")[1]);
  if (query.has("X-Amz-Signature")) return fromQuery(query);
  const header = request.headers.authorization;
  return header?.startsWith("AWS4-") ? fromHeader(header, request.headers) : undefined;
}

function fromQuery(query: URLSearchParams): Authorization {
  const expiresSec = Number(query.get("X-Amz-Expires"));
  // AWS's own limit: seven days.
  if (!(expiresSec > 0 && expiresSec <= 604_800)) {
    throw new AwsError(
      "AuthorizationQueryParametersError",
      "X-Amz-Expires must be between 1 and 604800 seconds",
    );
  }
  return {
    ...claims(query.get("X-Amz-Credential"), query.get("X-Amz-SignedHeaders"), query.get("X-Amz-Signature")),
    timestamp: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    expiresSec,
  };
}

function fromHeader(header: string, headers: IncomingHttpHeaders): Authorization {
  const [algorithm, rest] = splitOnce(header, " ");
  if (algorithm !== "AWS4-HMAC-SHA256") {
    throw new AwsError("IncompleteSignature", `Signature algorithm ${algorithm} is not supported`);
  }
  const fields = new Map(rest.split(",").map((field) => splitOnce(field.trim(), "=")));
  return {
    ...claims(fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature")),
    timestamp: single(headers["x-amz-date"]) ?? "",
    sessionToken: single(headers["x-amz-security-token"]),
  };
}

function claims(credential?: string | null, signedHeaders?: string | null, signature?: string | null) {
  const [accessKeyId, date, region, service, terminator] = credential?.split("/") ?? [];
  if (!accessKeyId || !date || !region || !service || !signedHeaders || !signature) {
    throw new AwsError("IncompleteSignature", "Authorization needs Credential, SignedHeaders and Signature");
  }
  if (terminator !== "aws4_request") {
    throw new AwsError("IncompleteSignature", "Credential must end with aws4_request");
  }
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: signedHeaders.split(";"),
    signature,
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
