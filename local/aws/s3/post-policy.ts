import { timingSafeEqual } from "node:crypto";

import type { Iam, Principal } from "../service";
import { sign } from "../sigv4-canonical";
import { s3Error } from "./s3-error";

/** Fields of a form, with lower-case names. */
export type FormFields = Record<string, string>;

export interface PostPolicy {
  caller: Principal;
  /** From `content-length-range`. */
  minBytes: number;
  maxBytes?: number;
}

interface PolicyDocument {
  expiration: string;
  conditions: (Record<string, string> | [string, string | number, string | number])[];
}

/** The form's own plumbing. Every other field must be named by a condition of the policy. */
const uncovered = new Set(["policy", "x-amz-signature", "file"]);

/** Whether the form was signed by a key that IAM knows, and holds what its policy asks for. */
export function checkPostPolicy(fields: FormFields, bucket: string, iam: Iam, now: number): PostPolicy {
  const caller = verifySignature(fields, iam, now);
  const policy = parsePolicy(fields.policy ?? "");
  if (!(Date.parse(policy.expiration) > now)) throw violated("Policy expired.");
  const checked: PostPolicy = { caller, minBytes: 0 };
  const covered = new Set(uncovered);
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && condition[0].toLowerCase() === "content-length-range") {
      checked.minBytes = Number(condition[1]);
      checked.maxBytes = Number(condition[2]);
    } else {
      covered.add(checkCondition(condition, fields, bucket));
    }
  }
  const extra = Object.keys(fields).find((name) => !covered.has(name) && !name.startsWith("x-ignore-"));
  if (extra !== undefined) throw violated(`Extra input fields: ${extra}`);
  return checked;
}

/** @returns the field it speaks of */
function checkCondition(
  condition: PolicyDocument["conditions"][number],
  fields: FormFields,
  bucket: string,
): string {
  const [operator, name, wanted] = Array.isArray(condition) ? condition : exactMatch(condition);
  const field = String(name).replace(/^\$/, "").toLowerCase();
  // The bucket is the one that is posted to; a form that names one, as the SDK's do, must name the same.
  const values = field === "bucket" ? [bucket, fields.bucket ?? bucket] : [fields[field] ?? ""];
  const holds: Record<string, boolean> = {
    eq: values.every((value) => value === String(wanted)),
    "starts-with": values.every((value) => value.startsWith(String(wanted))),
  };
  if (holds[operator.toLowerCase()] !== true) {
    throw violated(`Policy Condition failed: ["${operator}", "$${field}", "${wanted}"]`);
  }
  return field;
}

function exactMatch(condition: Record<string, string>): [string, string, string] {
  const [name = "", value = ""] = Object.entries(condition)[0] ?? [];
  return ["eq", name, value];
}

function parsePolicy(base64: string): PolicyDocument {
  try {
    const policy = JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
    if (typeof policy.expiration === "string" && Array.isArray(policy.conditions)) return policy;
  } catch {
    // Refused below, like JSON that is no policy.
  }
  throw s3Error("InvalidRequest", "Invalid Policy: it must be JSON with expiration and conditions.");
}

function verifySignature(fields: FormFields, iam: Iam, now: number): Principal {
  if (!fields.policy) throw s3Error("AccessDenied", "Access Denied");
  const [accessKeyId = "", date = "", region = "", service = "", end] = (
    fields["x-amz-credential"] ?? ""
  ).split("/");
  if (fields["x-amz-algorithm"] !== "AWS4-HMAC-SHA256" || service !== "s3" || end !== "aws4_request") {
    throw s3Error("InvalidArgument", "The form must be signed with AWS4-HMAC-SHA256 for s3.");
  }
  const known = iam.lookup(accessKeyId);
  if (!known) {
    throw s3Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  const { secretAccessKey, sessionToken, expiration } = known.credentials;
  if (sessionToken !== undefined && sessionToken !== fields["x-amz-security-token"]) {
    throw s3Error("InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
  if (expiration !== undefined && now > Date.parse(expiration)) {
    throw s3Error("ExpiredToken", "The provided token has expired.");
  }
  const expected = Buffer.from(sign(secretAccessKey, { date, region, service }, fields.policy));
  const given = Buffer.from(fields["x-amz-signature"] ?? "");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw s3Error(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the one you provided.",
    );
  }
  return known.principal;
}

function violated(what: string): Error {
  return s3Error("AccessDenied", `Invalid according to Policy: ${what}`);
}
