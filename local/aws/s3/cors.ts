import type { ServerResponse } from "node:http";

import type { BucketRecord } from "./bucket-index";
import { s3Error } from "./s3-error";
import { header, type S3Request } from "./s3-request";

/** As in `aws.s3.BucketCorsConfiguration`. */
interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders?: string[];
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
}

/** Adds the headers of the rule that lets this page read the answer, if there is one. */
export function applyCors(
  request: S3Request,
  response: ServerResponse,
  bucket: BucketRecord | undefined,
): void {
  const origin = header(request, "origin");
  if (origin === undefined) return;
  const rule = rulesOf(bucket).find((one) => allows(one, origin, request.method));
  if (rule) writeRule(response, rule, origin, []);
}

/** Answers the browser's question whether it may send a request. */
export function answerPreflight(
  request: S3Request,
  response: ServerResponse,
  bucket: BucketRecord | undefined,
): void {
  const origin = header(request, "origin");
  const method = header(request, "access-control-request-method");
  if (origin === undefined || method === undefined) {
    throw s3Error("InvalidRequest", "Insufficient information. Origin request header needed.");
  }
  const asked = (header(request, "access-control-request-headers") ?? "")
    .split(",")
    .map((name) => name.trim());
  const headers = asked.filter((name) => name !== "");
  const rule = rulesOf(bucket).find(
    (one) =>
      allows(one, origin, method) &&
      headers.every((name) => one.allowedHeaders?.some((pattern) => matches(pattern, name))),
  );
  if (!rule) throw s3Error("AccessForbidden", "CORSResponse: This CORS request is not allowed.");
  writeRule(response, rule, origin, headers);
  response.writeHead(200).end();
}

function rulesOf(bucket: BucketRecord | undefined): CorsRule[] {
  return (bucket?.settings.cors?.corsRules as CorsRule[] | undefined) ?? [];
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return (
    rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => matches(pattern, origin))
  );
}

function matches(pattern: string, value: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(value);
}

function writeRule(response: ServerResponse, rule: CorsRule, origin: string, headers: string[]): void {
  const everyone = rule.allowedOrigins.includes("*");
  response.setHeader("access-control-allow-origin", everyone ? "*" : origin);
  if (!everyone) response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-allow-methods", rule.allowedMethods.join(", "));
  response.setHeader("vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  if (headers.length) response.setHeader("access-control-allow-headers", headers.join(", "));
  if (rule.exposeHeaders?.length)
    response.setHeader("access-control-expose-headers", rule.exposeHeaders.join(", "));
  if (rule.maxAgeSeconds !== undefined)
    response.setHeader("access-control-max-age", String(rule.maxAgeSeconds));
}
