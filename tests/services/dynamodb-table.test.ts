import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand,
} from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TableFixture, tableInputs } from "./dynamodb-client";

const inputs = {
  ...tableInputs,
  // Its index as the newer form of the program's input has it.
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
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
};

let fixture: TableFixture;

beforeAll(async () => {
  fixture = await TableFixture.open(inputs);
});

afterAll(() => fixture.end());

describe("a table", () => {
  it("has an auto-name, an ARN and the settings of the program", async () => {
    expect(fixture.table.name).toMatch(/^chat-[0-9a-f]{7}$/);
    expect(fixture.table.arn).toBe(`arn:aws:dynamodb:us-east-1:000000000000:table/${fixture.table.name}`);
    const TableName = fixture.table.name;
    const { Table } = await fixture.raw.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", DeletionProtectionEnabled: true });
    const timeToLive = await fixture.raw.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(timeToLive.TimeToLiveDescription).toEqual({
      AttributeName: "expires",
      TimeToLiveStatus: "ENABLED",
    });
    const backups = await fixture.raw.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
      PointInTimeRecoveryStatus: "ENABLED",
    });
  });

  it("keeps its items over a restart, under the same name", async () => {
    await fixture.put("kept", { text: "ünïcode 🙂" });
    const before = fixture.table.name;
    await fixture.restart();
    expect(fixture.table.name).toBe(before);
    expect(await fixture.get("kept")).toEqual({ pk: "kept", sk: "0", text: "ünïcode 🙂" });
  });

  it("that is made anew under its name has the keys of the new one", async () => {
    const TableName = "anew";
    const make = (key: string) =>
      fixture.raw.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
          KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
        }),
      );
    const put = (Item: Record<string, string>) => fixture.db.send(new PutCommand({ TableName, Item }));
    await make("old");
    await put({ old: "1" });
    await fixture.raw.send(new DeleteTableCommand({ TableName }));
    await expect(put({ old: "1" })).rejects.toThrow("Requested resource not found");
    await make("new");
    await put({ new: "1" });
    await expect(put({ old: "1" })).rejects.toThrow("Missing the key new in the item");
    await fixture.raw.send(new DeleteTableCommand({ TableName }));
  });

  it("is in one process only", async () => {
    const second = fixture.cloud.openAgain();
    await expect(second).rejects.toThrow(/cannot be opened: is another process using it\?$/);
    expect(await fixture.get("kept")).toBeDefined();
  });

  it("that is protected is not deleted", async () => {
    const deletion = fixture.cloud.remove("aws:dynamodb/table:Table", {
      id: fixture.table.name,
      outputs: fixture.table,
    });
    await expect(deletion).rejects.toThrow(/currently protected against deletion/);
  });

  it("that is not protected is deleted with its items, and can be made again", async () => {
    const inputs = {
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      name: "gone",
    };
    const create = () => fixture.cloud.make("aws:dynamodb/table:Table", "gone", inputs);
    await create();
    await fixture.db.send(new PutCommand({ TableName: "gone", Item: { pk: "a" } }));
    await fixture.cloud.remove("aws:dynamodb/table:Table", { id: "gone", outputs: {} });
    const read = () => fixture.db.send(new GetCommand({ TableName: "gone", Key: { pk: "a" } }));
    await expect(read()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await create();
    expect((await read()).Item).toBeUndefined();
  });

  it("is not rebuilt behind one's back when its keys change", async () => {
    const changed = { ...inputs, name: fixture.table.name, globalSecondaryIndexes: [] };
    const change = fixture.cloud.make("aws:dynamodb/table:Table", "chat", changed);
    await expect(change).rejects.toThrow(
      /stands with other keys or indexes \(pk, sk; by-owner: owner, sk\) than the program now wants \(pk, sk\)/,
    );
  });

  it("refuses what the embedded cloud does not do", async () => {
    const streaming = fixture.cloud.make("aws:dynamodb/table:Table", "s", {
      ...inputs,
      streamEnabled: true,
    });
    await expect(streaming).rejects.toThrow("streamEnabled is not supported by the embedded cloud");
    const partiQl = fixture.raw.send(new ExecuteStatementCommand({ Statement: "select 1" }));
    await expect(partiQl).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "The embedded cloud's DynamoDB has no operation 'ExecuteStatement'",
    });
  });
});

describe("an item of the program", () => {
  const program = (text: string) => ({
    tableName: fixture.table.name,
    hashKey: "pk",
    rangeKey: "sk",
    item: JSON.stringify({ pk: { S: "seed" }, sk: { S: "0" }, text: { S: text } }),
  });

  it("is written, and left as it is while the program does not change it", async () => {
    const made = await fixture.cloud.make("aws:dynamodb/tableItem:TableItem", "seed", program("a"));
    expect(made.id).toBe(`${fixture.table.name}|seed|0`);
    await fixture.put("seed", { text: "edited" });
    await fixture.cloud.make("aws:dynamodb/tableItem:TableItem", "seed", program("a"), made);
    expect((await fixture.get("seed"))?.text).toBe("edited");
    await fixture.cloud.make("aws:dynamodb/tableItem:TableItem", "seed", program("b"), made);
    expect((await fixture.get("seed"))?.text).toBe("b");
  });

  it("goes when the program drops it", async () => {
    await fixture.cloud.remove("aws:dynamodb/tableItem:TableItem", { id: "id", outputs: program("b") });
    expect(await fixture.get("seed")).toBeUndefined();
  });
});
