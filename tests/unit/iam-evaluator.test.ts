import { describe, expect, it } from "vitest";
import { evaluate, type Question } from "../../local/aws/iam/evaluator";
import { type PolicyDocument, readPolicy, type Statement } from "../../local/aws/iam/policy-document";

const table = "arn:aws:dynamodb:us-east-1:000000000000:table/chat";

const policy = (...statements: Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = (rest: Partial<Statement>): Statement => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...rest,
});
const deny = (rest: Partial<Statement>): Statement => ({
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  ...rest,
});

function decide(statements: Statement[], rest: Partial<Question> = {}) {
  return evaluate({
    action: "dynamodb:PutItem",
    resource: table,
    identityPolicies: [policy(...statements)],
    ...rest,
  });
}

describe("actions and resources", () => {
  it("denies what nothing allows", () => {
    expect(decide([])).toBe("implicitly denied");
  });

  it("matches actions whatever their case, and resources exactly", () => {
    expect(decide([allow({ Action: "DynamoDB:putitem", Resource: table })])).toBe("allowed");
    expect(decide([allow({ Resource: table.toUpperCase() })])).toBe("implicitly denied");
  });

  it("takes * for any run of characters and ? for one", () => {
    expect(decide([allow({ Action: "dynamodb:Put*", Resource: "arn:aws:dynamodb:*:*:table/ch?t" })])).toBe(
      "allowed",
    );
    expect(decide([allow({ Resource: `${table}?` })])).toBe("implicitly denied");
  });

  it("lets an explicit deny win over any allow", () => {
    expect(decide([allow({}), deny({ Action: "dynamodb:PutItem" })])).toBe("explicitly denied");
  });

  it("turns NotAction and NotResource round", () => {
    expect(decide([allow({ Action: undefined, NotAction: "dynamodb:Delete*" })])).toBe("allowed");
    expect(decide([allow({ Action: undefined, NotAction: "dynamodb:Put*" })])).toBe("implicitly denied");
    expect(decide([allow({ Resource: undefined, NotResource: `${table}/*` })])).toBe("allowed");
    expect(decide([allow({ Resource: undefined, NotResource: table })])).toBe("implicitly denied");
  });

  it("reads a policy variable in a resource, whose wildcards are only characters", () => {
    const statements = [allow({ Resource: "arn:aws:s3:::files/${aws:username}/*" })];
    const resource = (user: string, key: string) =>
      decide(statements, { resource: `arn:aws:s3:::files/${key}`, context: { "aws:username": user } });
    expect(resource("ada", "ada/1")).toBe("allowed");
    expect(resource("*", "ada/1")).toBe("implicitly denied");
    expect(decide(statements, { resource: "arn:aws:s3:::files/x/1" })).toBe("implicitly denied");
  });
});

describe("conditions", () => {
  const under = (Condition: Statement["Condition"], context: Question["context"]) =>
    decide([allow({ Condition })], { context });

  it("needs every key of every operator", () => {
    const condition = { StringEquals: { a: "1", b: ["2", "3"] }, Bool: { c: true } };
    expect(under(condition, { a: "1", b: "3", c: "true" })).toBe("allowed");
    expect(under(condition, { a: "1", b: "4", c: "true" })).toBe("implicitly denied");
    expect(under(condition, { a: "1", b: "3" })).toBe("implicitly denied");
  });

  it("finds keys whatever their case", () => {
    expect(under({ StringLike: { "DynamoDB:leadingkeys": "u#*" } }, { "dynamodb:LeadingKeys": "u#1" })).toBe(
      "allowed",
    );
  });

  it("holds ForAllValues for every value, and for none", () => {
    const condition = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["u#*"] } };
    expect(under(condition, { "dynamodb:LeadingKeys": ["u#1", "u#2"] })).toBe("allowed");
    expect(under(condition, { "dynamodb:LeadingKeys": ["u#1", "admin"] })).toBe("implicitly denied");
    expect(under(condition, {})).toBe("allowed");
  });

  it("needs one value for ForAnyValue", () => {
    const condition = { "ForAnyValue:StringEquals": { k: "a" } };
    expect(under(condition, { k: ["b", "a"] })).toBe("allowed");
    expect(under(condition, { k: [] })).toBe("implicitly denied");
  });

  it("lets a negated operator and IfExists pass without the key", () => {
    expect(under({ StringNotEquals: { k: "a" } }, {})).toBe("allowed");
    expect(under({ StringNotEquals: { k: "a" } }, { k: "a" })).toBe("implicitly denied");
    expect(under({ StringEqualsIfExists: { k: "a" } }, {})).toBe("allowed");
    expect(under({ StringEqualsIfExists: { k: "a" } }, { k: "b" })).toBe("implicitly denied");
  });

  it("asks with Null whether a key is missing", () => {
    expect(under({ Null: { k: "true" } }, {})).toBe("allowed");
    expect(under({ Null: { k: true } }, { k: "a" })).toBe("implicitly denied");
    expect(under({ Null: { k: "false" } }, { k: "a" })).toBe("allowed");
  });

  it.each([
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericLessThan", "10", "10", false],
    ["NumericGreaterThan", "10", "11", true],
    ["NumericEquals", "10", "x", false],
    ["DateLessThan", "2026-01-01T00:00:00Z", "1767225599", true],
    ["DateGreaterThan", "2026-01-01T00:00:00Z", "1767225600", false],
    ["IpAddress", "127.0.0.0/8", "127.0.0.1", true],
    ["NotIpAddress", "10.0.0.0/8", "127.0.0.1", true],
    ["ArnLike", "arn:aws:iam::*:role/chat*", "arn:aws:iam::0:role/chat-1", true],
    ["ArnLike", "arn:*:role/chat", "arn:aws:iam::0:role/chat", false],
    ["StringEqualsIgnoreCase", "ABC", "abc", true],
  ])("decides %s of %s on %s as %s", (operator, pattern, value, expected) => {
    expect(under({ [operator]: { k: pattern } }, { k: value })).toBe(
      expected ? "allowed" : "implicitly denied",
    );
  });

  it("refuses an operator that it does not know", () => {
    expect(() => under({ StringSortOf: { k: "a" } }, { k: "a" })).toThrow(
      "IAM condition operator StringSortOf is not supported",
    );
  });
});

describe("other policies", () => {
  it("allows a service only through the policy of the resource", () => {
    const resourcePolicy = policy(
      allow({ Principal: { Service: "lambda.amazonaws.com" }, Resource: undefined }),
    );
    const asked = (service: string) => decide([allow({})], { resourcePolicy, caller: { service } });
    expect(asked("lambda.amazonaws.com")).toBe("allowed");
    expect(asked("ec2.amazonaws.com")).toBe("implicitly denied");
  });

  it("finds a role in a resource policy by its ARN or by its account", () => {
    const caller = {
      arn: "arn:aws:sts::0:assumed-role/r/s",
      roleArn: "arn:aws:iam::0:role/r",
      accountId: "0",
    };
    const asked = (name: string) =>
      decide([], { caller, resourcePolicy: policy(allow({ Principal: { AWS: name } })) });
    expect(asked("arn:aws:iam::0:role/r")).toBe("allowed");
    expect(asked("arn:aws:iam::0:root")).toBe("allowed");
    expect(asked("arn:aws:iam::0:role/other")).toBe("implicitly denied");
  });

  it("keeps identity policies within the boundary", () => {
    const boundary = policy(allow({ Action: "s3:*" }));
    expect(decide([allow({})], { boundary })).toBe("implicitly denied");
    expect(decide([allow({})], { boundary: policy(allow({ Action: "dynamodb:*" })) })).toBe("allowed");
  });
});

describe("reading a document", () => {
  it("takes JSON text and a single statement", () => {
    expect(
      readPolicy('{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}', "x").Statement,
    ).toEqual([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
  });

  it.each([
    ["{", "not JSON"],
    ["{}", "Statement is missing"],
    ['{"Statement":[{"Effect":"allow","Action":"*"}]}', "Effect must be Allow or Deny, not allow"],
    ['{"Statement":[{"Effect":"Allow"}]}', "a statement has no Action"],
    ['{"Statement":[{"Effect":"Allow","Actions":"*"}]}', "a statement has the unknown member Actions"],
  ])("refuses %s", (document, fault) => {
    expect(() => readPolicy(document, "role r")).toThrow(
      `MalformedPolicyDocument: policy of role r: ${fault}`,
    );
  });
});
