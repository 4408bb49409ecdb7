import { TransactGetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { TableFixture, tableInputs } from "./dynamodb-client";

const start = Date.parse("2026-01-01T00:00:00Z");

let now = start;
let fixture: TableFixture;

beforeAll(async () => {
  fixture = await TableFixture.open(tableInputs, { now: () => now });
});

afterAll(() => fixture.end());

describe("transactions", () => {
  const transact = (items: Props[], ClientRequestToken?: string) =>
    fixture.db.send(new TransactWriteCommand({ TransactItems: items as never, ClientRequestToken }));
  const item = (pk: string, rest: Props = {}) => ({
    TableName: fixture.table.name,
    Item: { pk, sk: "0", ...rest },
  });

  it("write everything or nothing", async () => {
    await fixture.put("taken", { by: "ada" });
    const failing = transact([
      { Put: item("t1") },
      {
        Put: {
          ...item("taken"),
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        },
      },
    ]);
    await expect(failing).rejects.toMatchObject({
      name: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      CancellationReasons: [
        { Code: "None" },
        { Code: "ConditionalCheckFailed", Item: { pk: { S: "taken" }, sk: { S: "0" }, by: { S: "ada" } } },
      ],
    });
    expect(await fixture.get("t1")).toBeUndefined();

    await transact([
      { Put: item("t1", { n: 1 }) },
      { Delete: { TableName: fixture.table.name, Key: { pk: "taken", sk: "0" } } },
    ]);
    expect([await fixture.get("t1"), await fixture.get("taken")]).toEqual([
      { pk: "t1", sk: "0", n: 1 },
      undefined,
    ]);
  });

  it("check an item without writing it", async () => {
    await fixture.put("guard", { open: true });
    const check = (value: boolean) => ({
      ConditionCheck: {
        TableName: fixture.table.name,
        Key: { pk: "guard", sk: "0" },
        ConditionExpression: "#open = :value",
        ExpressionAttributeNames: { "#open": "open" },
        ExpressionAttributeValues: { ":value": value },
      },
    });
    await transact([check(true), { Put: item("guarded") }]);
    expect(await fixture.get("guard")).toEqual({ pk: "guard", sk: "0", open: true });
    await expect(transact([check(false), { Put: item("never") }])).rejects.toMatchObject({
      name: "TransactionCanceledException",
    });
  });

  it("are done once for one token in ten minutes, and refuse it for another content", async () => {
    const increment = {
      Update: {
        TableName: fixture.table.name,
        Key: { pk: "counter", sk: "0" },
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": 1 },
      },
    };
    await transact([increment], "token-1");
    await transact([increment], "token-1");
    expect((await fixture.get("counter"))?.n).toBe(1);
    await expect(transact([{ Put: item("x") }], "token-1")).rejects.toMatchObject({
      name: "IdempotentParameterMismatchException",
    });
    now += 10 * 60_000 + 1;
    await transact([increment], "token-1");
    expect((await fixture.get("counter"))?.n).toBe(2);
  });

  it("lose no update when they race", async () => {
    const increment = {
      Update: {
        TableName: fixture.table.name,
        Key: { pk: "raced", sk: "0" },
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": 1 },
      },
    };
    await Promise.all(Array.from({ length: 20 }, () => transact([increment])));
    expect((await fixture.get("raced"))?.n).toBe(20);
  });

  it("refuse two writes of one item", async () => {
    await expect(transact([{ Put: item("same") }, { Put: item("same") }])).rejects.toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });

  it("read items together", async () => {
    await fixture.put("g1");
    const keys = ["g1", "g-missing"].map((pk) => ({
      Get: { TableName: fixture.table.name, Key: { pk, sk: "0" } },
    }));
    const { Responses } = await fixture.db.send(new TransactGetCommand({ TransactItems: keys }));
    expect(Responses?.map(({ Item }) => Item?.pk)).toEqual(["g1", undefined]);
  });
});
