import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import { type ClientCredentials, openServiceCloud, type ServiceCloud } from "./service-cloud";

const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/chat";

let cloud: ServiceCloud;
let credentials: ClientCredentials;
let raw: DynamoDBClient;
/** Signed in as a role that may read and write items of users only, and never delete. */
let db: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await openServiceCloud((context) => createDynamoDb(context));
  await cloud.make("aws:dynamodb/table:Table", "chat", {
    name: "chat",
    billingMode: "PAY_PER_REQUEST",
    // The partition key is not the first attribute of an item: the schema says which one it is.
    hashKey: "zone",
    attributes: [
      { name: "zone", type: "S" },
      { name: "owner", type: "S" },
    ],
    globalSecondaryIndexes: [{ name: "by-owner", hashKey: "owner", projectionType: "ALL" }],
  });
  const statements = [
    {
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:Query"],
      Resource: [arn, `${arn}/index/*`],
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["u#*"] } },
    },
  ];

  credentials = await cloud.role(statements, "chat");
  raw = new DynamoDBClient(cloud.client(credentials));
  db = DynamoDBDocumentClient.from(raw);
});

afterAll(async () => {
  raw.destroy();
  await cloud.end();
});

const put = (zone: string) => ({ TableName: "chat", Item: { a: "admin", zone } });
const query = (zone: string) =>
  new QueryCommand({
    TableName: "chat",
    KeyConditionExpression: "#z = :z",
    ExpressionAttributeNames: { "#z": "zone" },
    ExpressionAttributeValues: { ":z": zone },
  });

const denied = (action: string, resource = arn) => ({
  name: "AccessDeniedException",
  message:
    `User: arn:aws:sts::000000000000:assumed-role/chat/test is not authorized to perform: ${action} on ` +
    `resource: ${resource} because no identity-based policy allows the ${action} action`,
});

describe("a role with a condition on the partition key", () => {
  it("reaches the items that it names", async () => {
    await db.send(new PutCommand(put("u#1")));
    const { Item } = await db.send(new GetCommand({ TableName: "chat", Key: { zone: "u#1" } }));
    expect(Item).toEqual({ a: "admin", zone: "u#1" });
    expect((await db.send(query("u#1"))).Count).toBe(1);
  });

  it("does not reach others, whatever the other attributes say", async () => {
    await expect(db.send(new PutCommand(put("admin")))).rejects.toMatchObject(denied("dynamodb:PutItem"));
    await expect(db.send(query("admin"))).rejects.toMatchObject(denied("dynamodb:Query"));
  });

  it("is decided for an index by the key of that index", async () => {
    const byOwner = (owner: string) =>
      new QueryCommand({
        TableName: "chat",
        IndexName: "by-owner",
        KeyConditionExpression: "#o = :o",
        ExpressionAttributeNames: { "#o": "owner" },
        ExpressionAttributeValues: { ":o": owner },
      });
    expect((await db.send(byOwner("u#1"))).Count).toBe(0);
    await expect(db.send(byOwner("ada"))).rejects.toMatchObject(
      denied("dynamodb:Query", `${arn}/index/by-owner`),
    );
  });

  it("is decided for every item of a batch", async () => {
    const batch = (...zones: string[]) =>
      new BatchWriteCommand({
        RequestItems: { chat: zones.map((zone) => ({ PutRequest: { Item: { zone } } })) },
      });
    expect((await db.send(batch("u#2", "u#3"))).UnprocessedItems).toEqual({});
    await expect(db.send(batch("u#4", "admin"))).rejects.toMatchObject(denied("dynamodb:BatchWriteItem"));
  });

  it("is decided for a transaction item by item, and nothing of a denied one is written", async () => {
    const transaction = new TransactWriteCommand({
      TransactItems: [{ Put: put("u#5") }, { Delete: { TableName: "chat", Key: { zone: "u#1" } } }],
    });
    await expect(db.send(transaction)).rejects.toMatchObject(denied("dynamodb:DeleteItem"));
    const { Item } = await db.send(new GetCommand({ TableName: "chat", Key: { zone: "u#5" } }));
    expect(Item).toBeUndefined();
  });

  it("may not do what no statement names", async () => {
    await expect(db.send(new ScanCommand({ TableName: "chat" }))).rejects.toMatchObject(
      denied("dynamodb:Scan"),
    );
  });
});

describe("what is seen of it", () => {
  it("is a warning for each denial", () => {
    expect(cloud.warnings).toContain(
      `AccessDenied: arn:aws:iam::000000000000:role/chat may not dynamodb:Scan on ${arn} (implicitly denied)`,
    );
  });

  it("is a record of each action that was allowed", () => {
    expect(cloud.cloud.iam.exercised().map(({ action }) => action)).toEqual([
      "dynamodb:PutItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:BatchWriteItem",
    ]);
  });
});

describe("a forged signature", () => {
  it("is refused", async () => {
    const forger = new DynamoDBClient(cloud.client({ ...credentials, secretAccessKey: "guess" }));
    const forged = DynamoDBDocumentClient.from(forger).send(new PutCommand(put("u#1")));
    await expect(forged).rejects.toMatchObject({ name: "InvalidSignatureException" });
    forger.destroy();
  });
});
