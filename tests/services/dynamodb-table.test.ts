import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import type { Props } from "../../local/aws/service";
import { type EmbeddedServices, openServices } from "./embedded-services";

const tableInputs: Props = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
    { name: "owner", type: "S" },
  ],
  globalSecondaryIndexes: [
    {
      name: "by-owner",
      projectionType: "ALL",
      keySchemas: [
        { attributeName: "owner", keyType: "HASH" },
        { attributeName: "sk", keyType: "RANGE" },
      ],
    },
  ],
  ttl: { attributeName: "expires", enabled: true },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
};

let services: EmbeddedServices;
let raw: DynamoDBClient;
let db: DynamoDBDocumentClient;
let table: Props;

function connect(): void {
  raw = new DynamoDBClient(services.client());
  db = DynamoDBDocumentClient.from(raw);
}

beforeAll(async () => {
  services = await openServices(async (context) => [await createDynamoDb(context)]);
  table = await services.create("aws:dynamodb/table:Table", "chat", tableInputs);
  connect();
});

afterAll(async () => {
  raw.destroy();
  await services.stop();
});

const put = (pk: string, rest: Props = {}) =>
  db.send(new PutCommand({ TableName: table.name, Item: { pk, sk: "0", ...rest } }));
const get = async (pk: string) =>
  (await db.send(new GetCommand({ TableName: table.name, Key: { pk, sk: "0" } }))).Item;

describe("a table", () => {
  it("has an auto-name, an ARN and the settings of the program", async () => {
    expect(table.name).toMatch(/^chat-[0-9a-f]{7}$/);
    expect(table.arn).toBe(`arn:aws:dynamodb:us-east-1:000000000000:table/${table.name}`);
    const TableName = table.name;
    const { Table } = await raw.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", DeletionProtectionEnabled: true });
    const timeToLive = await raw.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(timeToLive.TimeToLiveDescription).toEqual({
      AttributeName: "expires",
      TimeToLiveStatus: "ENABLED",
    });
    const backups = await raw.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
      PointInTimeRecoveryStatus: "ENABLED",
    });
  });

  it("keeps its items over a restart, under the same name", async () => {
    await put("kept", { text: "ünïcode 🙂" });
    const before = table;
    raw.destroy();
    await services.restart();
    table = await services.create("aws:dynamodb/table:Table", "chat", tableInputs, {
      id: before.id,
      outputs: before,
    });
    connect();
    expect(table.name).toBe(before.name);
    expect(await get("kept")).toEqual({ pk: "kept", sk: "0", text: "ünïcode 🙂" });
  });

  it("is in one process only", async () => {
    const second = services.openAgain();
    await expect(second).rejects.toThrow(/cannot be opened: is another process using it\?$/);
    expect(await get("kept")).toBeDefined();
  });

  it("that is protected is not deleted", async () => {
    const deletion = services.cloud.delete("aws:dynamodb/table:Table", table.name, table);
    await expect(deletion).rejects.toThrow(/currently protected against deletion/);
  });

  it("that is not protected is deleted with its items, and can be made again", async () => {
    const inputs = {
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      name: "gone",
    };
    const create = () => services.create("aws:dynamodb/table:Table", "gone", inputs);
    await create();
    await db.send(new PutCommand({ TableName: "gone", Item: { pk: "a" } }));
    await services.cloud.delete("aws:dynamodb/table:Table", "gone", {});
    const read = () => db.send(new GetCommand({ TableName: "gone", Key: { pk: "a" } }));
    await expect(read()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await create();
    expect((await read()).Item).toBeUndefined();
  });

  it("is not rebuilt behind one's back when its keys change", async () => {
    const inputs = { ...tableInputs, name: table.name, globalSecondaryIndexes: [] };
    const change = services.create("aws:dynamodb/table:Table", "chat", inputs);
    await expect(change).rejects.toThrow(
      /stands with other keys or indexes \(pk, sk; by-owner: owner, sk\) than the program now wants \(pk, sk\)/,
    );
  });

  it("refuses what the embedded cloud does not do", async () => {
    const streaming = services.create("aws:dynamodb/table:Table", "s", {
      ...tableInputs,
      streamEnabled: true,
    });
    await expect(streaming).rejects.toThrow("streamEnabled is not supported by the embedded cloud");
    const partiQl = raw.send(new ExecuteStatementCommand({ Statement: "select 1" }));
    await expect(partiQl).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "The embedded cloud's DynamoDB has no operation 'ExecuteStatement'",
    });
  });
});

describe("an item of the program", () => {
  const program = (text: string) => ({
    tableName: table.name,
    hashKey: "pk",
    rangeKey: "sk",
    item: JSON.stringify({ pk: { S: "seed" }, sk: { S: "0" }, text: { S: text } }),
  });

  it("is written, and left as it is while the program does not change it", async () => {
    const made = await services.create("aws:dynamodb/tableItem:TableItem", "seed", program("a"));
    expect(made.id).toBe(`${table.name}|seed|0`);
    await put("seed", { text: "edited" });
    const previous = { id: made.id, outputs: made };
    await services.create("aws:dynamodb/tableItem:TableItem", "seed", program("a"), previous);
    expect((await get("seed"))?.text).toBe("edited");
    await services.create("aws:dynamodb/tableItem:TableItem", "seed", program("b"), previous);
    expect((await get("seed"))?.text).toBe("b");
  });

  it("goes when the program drops it", async () => {
    await services.cloud.delete("aws:dynamodb/tableItem:TableItem", "id", program("b"));
    expect(await get("seed")).toBeUndefined();
  });
});
