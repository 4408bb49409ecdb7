import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
} from "@aws-sdk/client-api-gateway";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApiGateway } from "../../local/aws/apigateway/api-gateway";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import type { FunctionInvoker } from "../../local/aws/lambda/function-invoker";
import { createUsageKeys } from "../../runtime/adapters/api-gateway-usage-keys";
import { createMemoryProfileStore } from "../unit/fakes/memory-profile-store";
import { documentClient, makeChatTable, scanTable } from "./chat-table";
import { type ClientCredentials, openServiceCloud, type ServiceCloud } from "./service-cloud";

const invoker = {} as FunctionInvoker;
let cloud: ServiceCloud;
let client: DynamoDBDocumentClient;
let gateway: APIGatewayClient;
let tableName: string;
let plans: Record<string, string>;

beforeEach(async () => {
  cloud = await openServiceCloud(async (context) => [
    await createDynamoDb(context),
    await createApiGateway(context, { port: 0, invoker }),
  ]);
  client = documentClient(cloud);
  gateway = new APIGatewayClient(cloud.client());
  tableName = await makeChatTable(cloud);
  plans = {};
  for (const tier of ["standard", "large"]) {
    const { id } = await cloud.make("aws:apigateway/usagePlan:UsagePlan", tier, {});
    plans[tier] = id;
    const Item = { pk: "PLANS", sk: tier, planId: id };
    await client.send(new PutCommand({ TableName: tableName, Item }));
  }
});

afterEach(async () => {
  client.destroy();
  gateway.destroy();
  await cloud.end();
});

const waits: number[] = [];
function usageKeys(tiers: Record<string, string> = {}, through = gateway) {
  const profiles = createMemoryProfileStore(
    Object.fromEntries(Object.entries(tiers).map(([owner, tier]) => [owner, { tier, isAdmin: false }])),
  );
  const wait = async (ms: number) => void waits.push(ms);
  return createUsageKeys({ tableName, profiles, firstTier: "standard", client, gateway: through, wait });
}

const keptOf = async (owner: string) =>
  (await scanTable(client, tableName)).find(({ pk }) => pk === `USAGEKEY#${owner}`);

/** Adding a key to a plan that it is in is a conflict. */
const isIn = async (plan: string, owner: string) => {
  const command = new CreateUsagePlanKeyCommand({
    usagePlanId: plans[plan],
    keyId: (await keptOf(owner))?.["apiKeyId"] as string,
    keyType: "API_KEY",
  });
  return gateway.send(command).then(
    () => false,
    (error: Error) => error.name === "ConflictException",
  );
};

describe("what API Gateway counts an owner by", () => {
  it("is made once, in the plan of the owner's tier, and kept with its id", async () => {
    const value = await usageKeys().usageKeyOf("ann");
    expect(value).toMatch(/^parley-[0-9a-f]{32}$/);
    expect(await usageKeys().usageKeyOf("ann")).toBe(value);
    expect(await keptOf("ann")).toMatchObject({ owner: "ann", usageKey: value, planId: plans["standard"] });
    expect([await isIn("standard", "ann"), await isIn("large", "ann")]).toEqual([true, false]);
    expect(await usageKeys().usageKeyOf("bob")).not.toBe(value);
  });

  it("goes into the plan of another tier for who has one, into the first one's when that tier is gone", async () => {
    const made = usageKeys({ ann: "large", bob: "gone" });
    await made.usageKeyOf("ann");
    await made.usageKeyOf("bob");
    expect([await isIn("large", "ann"), await isIn("standard", "bob")]).toEqual([true, true]);
  });

  it("moves with its owner to the plan of another tier, also when a move before was cut short", async () => {
    const made = usageKeys();
    const value = await made.usageKeyOf("ann");
    await made.moveUsageKey("ann", "large");
    expect(await keptOf("ann")).toMatchObject({ usageKey: value, planId: plans["large"] });
    const keyId = (await keptOf("ann"))?.["apiKeyId"] as string;
    await gateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId: plans["large"], keyId }));
    await made.moveUsageKey("ann", "large");
    expect(await isIn("large", "ann")).toBe(true);
    await made.moveUsageKey("ann", "standard");
    expect([await isIn("standard", "ann"), await isIn("large", "ann")]).toEqual([true, false]);
    expect(await made.usageKeyOf("ann")).toBe(value);
  });

  it("is not made by a move for who has none", async () => {
    await usageKeys().moveUsageKey("ann", "large");
    expect(await keptOf("ann")).toBeUndefined();
  });

  it("is one and the same for two who ask for it first, both at once", async () => {
    const made = await Promise.all([usageKeys().usageKeyOf("ann"), usageKeys().usageKeyOf("ann")]);
    expect(made[0]).toBe(made[1]);
    expect((await keptOf("ann"))?.["usageKey"]).toBe(made[0]);
  });

  it("waits for its turn when another key is just being added to a plan of the account", async () => {
    waits.length = 0;
    const busy = new APIGatewayClient({ ...cloud.client(), maxAttempts: 1 });
    let refusals = 2;
    busy.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === "CreateUsagePlanKeyCommand" && refusals-- > 0) {
            const { ConflictException } = await import("@aws-sdk/client-api-gateway");
            throw new ConflictException({ message: "concurrent modification", $metadata: {} });
          }
          return next(args);
        },
      { step: "initialize" },
    );
    await usageKeys({}, busy).usageKeyOf("ann");
    busy.destroy();
    expect(waits).toEqual([500, 1_000]);
    expect(await isIn("standard", "ann")).toBe(true);
  });
});

describe("API Gateway's calls", () => {
  const create = (input: object, credentials?: ClientCredentials) => {
    const caller = new APIGatewayClient(cloud.client(credentials));
    return caller.send(new CreateApiKeyCommand(input)).finally(() => caller.destroy());
  };
  const value = "counts-requests-of-ann";

  it("answer as AWS does: what was made, and what was wrong", async () => {
    const made = await create({ name: "ann", value, enabled: true });
    expect(made).toMatchObject({ id: expect.stringMatching(/^[a-z0-9]{10}$/) as string, name: "ann", value });
    expect(made.createdDate).toBeInstanceOf(Date);
    const problems = [
      create({ value }),
      create({ value: "short" }),
      gateway.send(
        new CreateUsagePlanKeyCommand({ usagePlanId: "none", keyId: made.id, keyType: "API_KEY" }),
      ),
      gateway.send(
        new CreateUsagePlanKeyCommand({ usagePlanId: plans["large"], keyId: "none", keyType: "API_KEY" }),
      ),
      gateway.send(new GetApiKeysCommand({})),
    ];
    const names = problems.map((problem) => problem.then(String, (error: Error) => error.name));
    expect(await Promise.all(names)).toEqual([
      "ConflictException",
      "BadRequestException",
      "NotFoundException",
      "NotFoundException",
      "UnknownOperationException",
    ]);
  });

  it("are allowed by the role's policy, plan by plan", async () => {
    const arn = "arn:aws:apigateway:us-east-1::";
    const mayJoinLarge = await cloud.role([
      { Effect: "Allow", Action: "apigateway:POST", Resource: `${arn}/usageplans/${plans["large"]}/keys` },
    ]);
    await expect(create({ value }, mayJoinLarge)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const { id: keyId } = await create({ value });
    const caller = new APIGatewayClient(cloud.client(mayJoinLarge));
    const join = (usagePlanId?: string) =>
      caller.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
    expect(await join(plans["large"])).toMatchObject({ id: keyId, type: "API_KEY", value });
    await expect(join(plans["standard"])).rejects.toMatchObject({ name: "AccessDeniedException" });
    caller.destroy();
  });

  it("make what is still there after a restart", async () => {
    await create({ value });
    await cloud.restart();
    await expect(create({ value })).rejects.toMatchObject({
      name: "ConflictException",
      message: "API Key already exists",
    });
  });
});
