import { describe, expect, it } from "vitest";
import { createDynamoQuota } from "../../runtime/adapters/dynamo-quota";
import { createDynamoUsageStore } from "../../runtime/adapters/dynamo-usage-store";
import { quotaContract } from "../contract/quota";
import { FakeTime } from "../unit/fakes/fake-time";
import { chatTables } from "./chat-table";

const tables = chatTables();

describe("the quota on DynamoDB", () => {
  quotaContract(async ({ clock }, limitsOf) =>
    createDynamoQuota({
      tableName: await tables.newTable(),
      limitsOf: async (owner) => limitsOf(owner),
      client: tables.client,
      clock,
    }),
  );
});

describe("the usage on DynamoDB", () => {
  it("is by day, of one or of everybody, over months and years", async () => {
    const tableName = await tables.newTable();
    const usage = createDynamoUsageStore({ tableName, client: tables.client });
    const use = async (date: string, owner: string, promptTokens: number) => {
      const { clock } = new FakeTime(Date.parse(`${date}T12:00:00Z`));
      const limitsOf = async () => ({ requestsPerDay: 5 });
      const hold = await createDynamoQuota({ tableName, limitsOf, client: tables.client, clock }).reserve(
        owner,
        10,
      );
      await hold.settle({ promptTokens, completionTokens: 1 });
    };
    const day = (date: string, requests: number, promptTokens: number) => ({
      date,
      requests,
      promptTokens,
      completionTokens: requests,
    });
    await use("2025-12-31", "ann", 1);
    await use("2026-01-01", "ann", 2);
    await use("2026-01-01", "ann", 3);
    await use("2026-01-15", "bob b", 4);
    await use("2026-02-01", "ann", 5);
    expect(await usage.usageOf("ann", "2025-12-31", "2026-01-31")).toEqual([
      day("2025-12-31", 1, 1),
      day("2026-01-01", 2, 5),
    ]);
    expect(await usage.usageOf("ann", "2026-01-02", "2026-01-31")).toEqual([]);
    const everyones = await usage.everyonesUsage("2026-01-01", "2026-02-01");
    expect(everyones.sort((one, other) => (one.owner < other.owner ? -1 : 1))).toEqual([
      { owner: "ann", days: [day("2026-01-01", 2, 5), day("2026-02-01", 1, 5)] },
      { owner: "bob b", days: [day("2026-01-15", 1, 4)] },
    ]);
    expect(await usage.everyonesUsage("2026-02-02", "2026-03-01")).toEqual([]);
  });
});

describe("the quota on DynamoDB when an answer is lost", () => {
  it("counts a request once, and settles it once", async () => {
    const tableName = await tables.newTable();
    const { clock } = new FakeTime();
    // As the SDK does it when the first try's answer does not come: the same write again.
    const twice = new Proxy(tables.client, {
      get: (target, name) =>
        name === "send"
          ? async (command: Parameters<typeof tables.client.send>[0]) => {
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
    const [item] = await tables.itemsOf(tableName);
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
