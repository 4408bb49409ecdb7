import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb, type DynamoDb } from "../../local/aws/dynamodb/dynamodb";
import type { Props } from "../../local/aws/service";
import { type EmbeddedServices, openServices } from "./embedded-services";

const start = Date.parse("2026-01-01T00:00:00Z");

const tableInputs: Props = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
    { name: "owner", type: "S" },
  ],
  globalSecondaryIndexes: [{ name: "by-owner", hashKey: "owner", rangeKey: "sk", projectionType: "ALL" }],
  ttl: { attributeName: "expires", enabled: true },
};

let now = start;
let services: EmbeddedServices;
let dynamoDb: DynamoDb;
let raw: DynamoDBClient;
let db: DynamoDBDocumentClient;
let table: Props;

beforeAll(async () => {
  services = await openServices(async (context) => [
    (dynamoDb = await createDynamoDb(context, { now: () => now })),
  ]);
  table = await services.create("aws:dynamodb/table:Table", "chat", tableInputs);
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

describe("items", () => {
  it("are found through an index", async () => {
    await put("q1", { owner: "ada", sk: "2" });
    await put("q2", { owner: "ada", sk: "1" });
    const { Items } = await db.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: "by-owner",
        KeyConditionExpression: "#owner = :owner",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: { ":owner": "ada" },
      }),
    );
    expect(Items?.map(({ pk }) => pk)).toEqual(["q2", "q1"]);
  });

  it("come back with a failed condition when that is asked for", async () => {
    await put("old", { count: 7 });
    const failing = db.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: "old", sk: "0" },
        UpdateExpression: "SET #c = :n",
        ConditionExpression: "#c < :n",
        ExpressionAttributeNames: { "#c": "count" },
        ExpressionAttributeValues: { ":n": 5 },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    await expect(failing).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
      Item: { pk: { S: "old" }, sk: { S: "0" }, count: { N: "7" } },
    });
  });

  it("are made once by racing conditional puts", async () => {
    const race = Array.from({ length: 20 }, () =>
      db.send(
        new PutCommand({
          TableName: table.name,
          Item: { pk: "race", sk: "0" },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      ),
    );
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are deleted when their time to live has passed, and not before", async () => {
    const nowSec = start / 1000;
    await put("fresh", { expires: nowSec + 60 });
    await put("stale", { expires: nowSec - 1 });
    await put("ancient", { expires: 12 });
    now = start;
    expect(await dynamoDb.sweepExpired()).toBe(1);
    expect([await get("stale"), (await get("fresh"))?.pk, (await get("ancient"))?.pk]).toEqual([
      undefined,
      "fresh",
      "ancient",
    ]);
    now = start + 61_000;
    expect(await dynamoDb.sweepExpired()).toBe(1);
    expect(await get("fresh")).toBeUndefined();
  });
});
