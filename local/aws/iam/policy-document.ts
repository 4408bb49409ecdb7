/** A policy as IAM takes it: identity policy, trust policy or resource policy. */
export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Principal?: PolicyPrincipal;
  NotPrincipal?: PolicyPrincipal;
  /** Operator → condition key → values. */
  Condition?: Record<string, Record<string, OneOrMany<string | number | boolean>>>;
}

export type OneOrMany<T = string> = T | T[];

/** Everybody, or by kind: `{ Service: "lambda.amazonaws.com" }`. */
export type PolicyPrincipal = "*" | Record<string, OneOrMany>;

const statementMembers = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
]);

/** Reads a document, given as JSON text or as an object. Throws an error that names `owner` when it is malformed. */
export function readPolicy(document: unknown, owner: string): PolicyDocument {
  const parsed = typeof document === "string" ? parseJson(document, owner) : document;
  if (!isObject(parsed) || !parsed.Statement) throw malformed(owner, "Statement is missing");
  const statements = many(parsed.Statement as OneOrMany<Record<string, unknown>>);
  for (const statement of statements) checkStatement(statement, owner);
  return { ...parsed, Statement: statements as unknown as Statement[] };
}

export function many<T>(value: OneOrMany<T> | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function checkStatement(statement: Record<string, unknown>, owner: string): void {
  const unknown = Object.keys(statement).find((member) => !statementMembers.has(member));
  if (unknown) throw malformed(owner, `a statement has the unknown member ${unknown}`);
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    throw malformed(owner, `Effect must be Allow or Deny, not ${String(statement.Effect)}`);
  }
  if (!statement.Action && !statement.NotAction) throw malformed(owner, "a statement has no Action");
}

function parseJson(text: string, owner: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(owner, "not JSON");
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const malformed = (owner: string, fault: string) =>
  new Error(`MalformedPolicyDocument: policy of ${owner}: ${fault}`);
