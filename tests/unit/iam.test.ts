import { beforeEach, describe, expect, it } from "vitest";
import { createIam } from "../../local/aws/iam/iam";
import type { Principal, Props } from "../../local/aws/service";

const place = { accountId: "000000000000", region: "us-east-1" };
const table = "arn:aws:dynamodb:us-east-1:000000000000:table/chat";
const trust = (service: string) => ({
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
});
const allowing = (action: string) => ({ Statement: [{ Effect: "Allow", Action: action, Resource: table }] });

let warnings: string[];
let iam: ReturnType<typeof createIam>;
let clock: number;

beforeEach(() => {
  warnings = [];
  clock = Date.parse("2026-01-01T00:00:00Z");
  iam = createIam({ place, warn: (message) => warnings.push(message), now: () => clock });
});

function create(type: string, name: string, inputs: Props) {
  const provider = iam.resources[type];
  if (!provider) throw new Error(`no ${type}`);
  return provider.create({ urn: name, type, name, inputs });
}

const createRole = (inputs: Props = {}) =>
  create("aws:iam/role:Role", "chat", {
    name: "chat",
    assumeRolePolicy: JSON.stringify(trust("lambda.amazonaws.com")),
    ...inputs,
  });

function signIn(): Principal | undefined {
  const { accessKeyId } = iam.issueCredentials(
    "arn:aws:iam::000000000000:role/chat",
    "fn",
    "lambda.amazonaws.com",
  );
  return iam.lookup(accessKeyId)?.principal;
}

const put = { action: "dynamodb:PutItem", resource: table };

describe("authorize", () => {
  it("lets the owner do everything", () => {
    const owner = iam.lookup("parley");
    expect(owner?.credentials.secretAccessKey).toBe("parley");
    expect(iam.authorize(owner?.principal, [put])).toBeUndefined();
  });

  it("denies a role in AWS's words, and tells the person at the terminal", async () => {
    await createRole();
    const caller = signIn();
    expect(() => iam.authorize(caller, [put])).toThrow(
      expect.objectContaining({
        code: "AccessDeniedException",
        message:
          "User: arn:aws:sts::000000000000:assumed-role/chat/fn is not authorized to perform: dynamodb:PutItem on " +
          `resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
    expect(warnings).toEqual([
      `AccessDenied: arn:aws:iam::000000000000:role/chat may not dynamodb:PutItem on ${table} (implicitly denied)`,
    ]);
  });

  it("names an explicit deny", async () => {
    await createRole({
      inlinePolicies: [
        { name: "allow", policy: JSON.stringify(allowing("dynamodb:*")) },
        {
          name: "deny",
          policy: { Statement: [{ Effect: "Deny", Action: "dynamodb:PutItem", Resource: "*" }] },
        },
      ],
    });
    expect(() => iam.authorize(signIn(), [put])).toThrow(
      /with an explicit deny in an identity-based policy$/,
    );
  });

  it("takes policies of the role, of RolePolicy, and attached ones", async () => {
    const { arn } = (await create("aws:iam/policy:Policy", "own", { policy: allowing("dynamodb:Query") }))
      .outputs;
    await createRole({ inlinePolicies: [{ name: "a", policy: allowing("dynamodb:PutItem") }] });
    await create("aws:iam/rolePolicy:RolePolicy", "p", {
      role: "chat",
      policy: allowing("dynamodb:GetItem"),
    });
    await create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "at", { role: "chat", policyArn: arn });
    const caller = signIn();
    for (const action of ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query"]) {
      iam.authorize(caller, [{ action, resource: table }]);
    }
    expect(iam.exercised().map(({ action }) => action)).toEqual([
      "dynamodb:PutItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
    ]);
  });

  it("refuses a managed policy that nobody here knows", async () => {
    await createRole();
    const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await expect(
      create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "x", { role: "chat", policyArn }),
    ).rejects.toThrow(/^Managed policy arn:aws:iam::aws:policy\/AdministratorAccess is not known/);
  });

  it("forgets what is deleted", async () => {
    await createRole();
    const inputs = { role: "chat", name: "p", policy: allowing("dynamodb:PutItem") };
    const { id, outputs } = await create("aws:iam/rolePolicy:RolePolicy", "p", inputs);
    const caller = signIn();
    iam.authorize(caller, [put]);
    await iam.resources["aws:iam/rolePolicy:RolePolicy"]?.delete?.(id, { ...inputs, ...outputs });
    expect(() => iam.authorize(caller, [put])).toThrow(/is not authorized/);
  });
});

describe("credentials of a role", () => {
  it("are temporary, with a session token, for 12 hours", async () => {
    await createRole();
    const credentials = iam.issueCredentials("arn:aws:iam::000000000000:role/chat", "fn");
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(credentials.sessionToken).toMatch(/.{100}/);
    expect(credentials.expiration).toBe("2026-01-01T12:00:00.000Z");
  });

  it("are refused to a service that the trust policy does not name", async () => {
    await createRole();
    expect(() =>
      iam.issueCredentials("arn:aws:iam::000000000000:role/chat", "i", "ec2.amazonaws.com"),
    ).toThrow(
      "User: ec2.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/chat",
    );
  });

  it("reach an instance through its profile, by name or ARN", async () => {
    await createRole();
    const { id, outputs } = await create("aws:iam/instanceProfile:InstanceProfile", "server", {
      role: "chat",
    });
    expect(iam.instanceProfileRole(id)).toBe("arn:aws:iam::000000000000:role/chat");
    expect(iam.instanceProfileRole(outputs.arn)).toBe("arn:aws:iam::000000000000:role/chat");
  });
});
