import { describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { all, resourcesOf } from "./registrations";

interface Statement {
  Sid?: string;
  Effect: string;
  Action?: string | string[];
  Resource?: string | string[];
  Principal?: Props;
  Condition?: Props;
}

/** Why a policy may say "*" for its resource. */
const reasonsForAnyResource: Record<string, string> = {
  "ecr:GetAuthorizationToken": "ECR knows no resource for it; what may be pulled is a statement of its own",
  "cloudwatch:PutMetricData": "CloudWatch knows no resource for it; a condition names the one namespace",
};

/** Policies of AWS that a role may have, and why. */
const reasonsForManagedPolicies: Record<string, string> = {
  "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs":
    "API Gateway takes no other for the account's log role",
};

const list = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const statements = resourcesOf("aws:iam/rolePolicy:RolePolicy").flatMap(({ name, inputs }) => {
  const document = typeof inputs.policy === "string" ? JSON.parse(inputs.policy) : inputs.policy;
  return (document.Statement as Statement[]).map((statement) => ({ name, statement }));
});

describe("Every policy of a role", () => {
  it("is there: eight roles have one, and the one that makes keys another for the usage plans", () => {
    expect(new Set(statements.map(({ name }) => name)).size).toBe(9);
  });

  it.each(statements)("names its actions: $name $statement.Sid", ({ statement }) => {
    const actions = list(statement.Action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it.each(statements)("names its resources: $name $statement.Sid", ({ statement }) => {
    const resources = list(statement.Resource);
    expect(resources.length).toBeGreaterThan(0);
    if (!resources.includes("*")) return;
    expect(list(statement.Action).filter((action) => !reasonsForAnyResource[action])).toEqual([]);
  });

  it("on the table opens its function's own partitions: keys to the authorizer, conversations to the others", () => {
    const partitions = statements
      .filter(({ statement }) => list(statement.Action).some((action) => action.startsWith("dynamodb:")))
      .map(({ name, statement }) => [`${name} ${statement.Sid}`, statement.Condition]);
    const only = (...keys: string[]) => ({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } });
    expect(Object.fromEntries(partitions)).toEqual({
      "functions-authorizer-policy Keys": only("KEY#*"),
      "functions-authorizer-policy LastUse": only("KEYS"),
      "functions-chat-policy Conversations": only("U#*", "M#*"),
      "functions-chat-policy Profiles": only("OWNER#*"),
      "functions-conversations-policy Conversations": only("U#*", "M#*"),
      "functions-conversations-policy EveryonesUsage": only("USAGE#*"),
      "functions-conversations-policy Profiles": only("OWNER#*"),
      "functions-files-policy Files": only("U#*"),
      "functions-keys-policy KeyList": only("KEYS"),
      "functions-keys-policy Keys": only("KEY#*"),
      "functions-keys-policy Plans": only("PLANS"),
      "functions-keys-policy Profiles": only("OWNER#*"),
      "functions-keys-policy UsageKeys": only("USAGEKEY#*"),
      "functions-openai-policy Conversations": only("U#*", "M#*"),
      "functions-openai-policy Profiles": only("OWNER#*"),
    });
  });

  it("on API Gateway lets the keys function make keys, put them into the people's plan and take them out, nothing else", () => {
    const gateway = statements.filter(({ statement }) =>
      list(statement.Action).some((action) => action.startsWith("apigateway:")),
    );
    expect(gateway.map(({ name, statement }) => [name, statement.Action, statement.Resource])).toEqual([
      [
        "keys-join-policy",
        ["apigateway:POST"],
        [
          "arn:aws:apigateway:us-east-1::/apikeys",
          "arn:aws:apigateway:us-east-1::/usageplans/keys-plan-id/keys",
        ],
      ],
      [
        "keys-join-policy",
        ["apigateway:DELETE"],
        ["arn:aws:apigateway:us-east-1::/usageplans/keys-plan-id/keys/*"],
      ],
    ]);
  });

  it("allows; nothing is granted by what it forgets", () => {
    expect(statements.filter(({ statement }) => statement.Effect !== "Allow")).toEqual([]);
  });
});

describe("Roles", () => {
  it("trust one service each", () => {
    const trusted = resourcesOf("aws:iam/role:Role").map(({ name, inputs }) => {
      const document =
        typeof inputs.assumeRolePolicy === "string"
          ? JSON.parse(inputs.assumeRolePolicy)
          : inputs.assumeRolePolicy;
      return [name, document.Statement.map(({ Principal }: Statement) => Principal)];
    });
    expect(Object.fromEntries(trusted)).toEqual({
      "api-access-logs-role": [{ Service: "apigateway.amazonaws.com" }],
      "functions-authorizer-role": [{ Service: "lambda.amazonaws.com" }],
      "functions-chat-role": [{ Service: "lambda.amazonaws.com" }],
      "functions-conversations-role": [{ Service: "lambda.amazonaws.com" }],
      "functions-files-role": [{ Service: "lambda.amazonaws.com" }],
      "functions-keys-role": [{ Service: "lambda.amazonaws.com" }],
      "functions-openai-role": [{ Service: "lambda.amazonaws.com" }],
      "model-role": [{ Service: "sagemaker.amazonaws.com" }],
      "server-role": [{ Service: "ec2.amazonaws.com" }],
    });
  });

  it("have no managed policy without a written reason", () => {
    const attached = resourcesOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(
      ({ inputs }) => inputs.policyArn,
    );
    expect(attached.filter((arn) => !reasonsForManagedPolicies[arn])).toEqual([]);
  });

  it("are the only principals: there are no users and no access keys", () => {
    expect(all().filter(({ type }) => /^aws:iam\/(user|accessKey|group)/.test(type))).toEqual([]);
  });
});
