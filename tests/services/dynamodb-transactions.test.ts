import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import type { Props } from "../../local/aws/service";
import { type EmbeddedServices, openServices } from "./embedded-services";

const start = Date.parse("2026-01-01T00:00:00Z");

let now = start;
let services: EmbeddedServices;
let raw: DynamoDBClient;
let db: DynamoDBDocumentClient;
let table: Props;

beforeAll(async () => {
  services = await openServices(async (context) => [await createDynamoDb(context, { now: () => now })]);
  table = await services.create("aws:dynamodb/table:Table", "chat", {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    rangeKey: "sk",
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "S" },
    ],
  });
  raw = new DynamoDBClient(services.client());
  db = DynamoDBDocumentClient.from(raw);
});

afterAll(async () => {
  raw.destroy();
  await services.stop();
});

const put = (pk: string, rest: Props = {}) =>
  db.send(new PutCommand({ TableName: table.name, Item: { pk, sk: "0", ...rest } }));
const get = async (pk: string) =>
  (await db.send(new GetCommand({ TableName: table.name, Key: { pk, sk: "0" } }))).Item;

describe("transactions", () => {
  const transact = (items: Props[], ClientRequestToken?: string) =>
    db.send(new TransactWriteCommand({ TransactItems: items as never, ClientRequestToken }));
  const item = (pk: string, rest: Props = {}) => ({ TableName: table.name, Item: { pk, sk: "0", ...rest } });

  it("write everything or nothing", async () => {
    await put("taken", { by: "ada" });
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
    expect(await get("t1")).toBeUndefined();

    await transact([
      { Put: item("t1", { n: 1 }) },
      { Delete: { TableName: table.name, Key: { pk: "taken", sk: "0" } } },
    ]);
    expect([await get("t1"), await get("taken")]).toEqual([{ pk: "t1", sk: "0", n: 1 }, undefined]);
  });

  it("check an item without writing it", async () => {
    await put("guard", { open: true });
    const check = (value: boolean) => ({
      ConditionCheck: {
        TableName: table.name,
        Key: { pk: "guard", sk: "0" },
        ConditionExpression: "#open = :value",
        ExpressionAttributeNames: { "#open": "open" },
        ExpressionAttributeValues: { ":value": value },
      },
    });
    await transact([check(true), { Put: item("guarded") }]);
    expect(await get("guard")).toEqual({ pk: "guard", sk: "0", open: true });
    await expect(transact([check(false), { Put: item("never") }])).rejects.toMatchObject({
      name: "TransactionCanceledException",
    });
  });

  it("are done once for one token in ten minutes, and refuse it for another content", async () => {
    const increment = {
      Update: {
        TableName: table.name,
        Key: { pk: "counter", sk: "0" },
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": 1 },
      },
    };
    await transact([increment], "token-1");
    await transact([increment], "token-1");
    expect((await get("counter"))?.n).toBe(1);
    await expect(transact([{ Put: item("x") }], "token-1")).rejects.toMatchObject({
      name: "IdempotentParameterMismatchException",
    });
    now += 10 * 60_000 + 1;
    await transact([increment], "token-1");
    expect((await get("counter"))?.n).toBe(2);
  });

  it("lose no update when they race", async () => {
    const increment = {
      Update: {
        TableName: table.name,
        Key: { pk: "raced", sk: "0" },
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": 1 },
      },
    };
    await Promise.all(Array.from({ length: 20 }, () => transact([increment])));
    expect((await get("raced"))?.n).toBe(20);
  });

  it("refuse two writes of one item", async () => {
    await expect(transact([{ Put: item("same") }, { Put: item("same") }])).rejects.toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });

  it("read items together", async () => {
    await put("g1");
    const keys = ["g1", "g-missing"].map((pk) => ({ Get: { TableName: table.name, Key: { pk, sk: "0" } } }));
    const { Responses } = await db.send(new TransactGetCommand({ TransactItems: keys }));
    expect(Responses?.map(({ Item }) => Item?.pk)).toEqual(["g1", undefined]);
  });
});
