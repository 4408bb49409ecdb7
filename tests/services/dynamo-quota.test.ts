import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import { createDynamoQuota } from "../../runtime/adapters/dynamo-quota";
import { quotaContract } from "../contract/quota";
import { FakeTime } from "../unit/fakes/fake-time";
import { documentClient, makeChatTable, scanTable } from "./chat-table";
import { openServiceCloud, type ServiceCloud } from "./service-cloud";

let cloud: ServiceCloud;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await openServiceCloud(async (context) => [await createDynamoDb(context)]);
  client = documentClient(cloud);
});

afterAll(async () => {
  client.destroy();
  await cloud.end();
});

describe("the quota on DynamoDB", () => {
  quotaContract(async ({ clock }, limitsOf) =>
    createDynamoQuota({
      tableName: await makeChatTable(cloud),
      limitsOf: async (owner) => limitsOf(owner),
      client,
      clock,
    }),
  );
});

describe("the quota on DynamoDB when an answer is lost", () => {
  it("counts a request once, and settles it once", async () => {
    const tableName = await makeChatTable(cloud);
    const { clock } = new FakeTime();
    // As the SDK does it when the first try's answer does not come: the same write again.
    const twice = new Proxy(client, {
      get: (target, name) =>
        name === "send"
          ? async (command: Parameters<typeof client.send>[0]) => {
              if (command.constructor.name === "UpdateCommand")
                await target.send(command).catch(() => undefined);
              return target.send(command);
            }
          : Reflect.get(target, name),
    });
    const limitsOf = async () => ({ requestsPerDay: 5, tokensPerDay: 100 });
    const quota = createDynamoQuota({ tableName, limitsOf, client: twice, clock });
    const hold = await quota.reserve("ann", 60);
    expect(hold.standing).toMatchObject({ requests: { used: 1 }, tokens: { used: 60, held: 60 } });
    await hold.settle({ promptTokens: 3, completionTokens: 4 });
    const [item] = await scanTable(client, tableName);
    expect(item).toEqual({
      pk: "U#ann",
      sk: "Q#2026-03",
      g1pk: "USAGE#2026-03",
      g1sk: "ann",
      month: "2026-03",
      owner: "ann",
      expiresAt: Date.parse("2026-03-01T12:00:00Z") / 1_000 + 400 * 86_400,
      r01: 1,
      p01: 3,
      c01: 4,
      t01: 7,
      t: 7,
    });
  });
});
