import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import { openServiceCloud, type ServiceCloud } from "./service-cloud";

const tableInputs = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: ["pk", "sk", "g1pk", "g1sk"].map((name) => ({ name, type: "S" })),
  globalSecondaryIndexes: [{ name: "by-updated", hashKey: "g1pk", rangeKey: "g1sk", projectionType: "ALL" }],
  ttl: { attributeName: "expiresAt", enabled: true },
};

let tables = 0;

/** An empty table as the program makes it; its name. */
export async function makeChatTable(cloud: ServiceCloud): Promise<string> {
  return (await cloud.make("aws:dynamodb/table:Table", `chat${tables++}`, tableInputs)).id;
}

export function documentClient(cloud: ServiceCloud): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(cloud.client()), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Everything in a table. */
export async function scanTable(client: DynamoDBDocumentClient, TableName: string) {
  return (await client.send(new ScanCommand({ TableName }))).Items ?? [];
}

/** Tables of a file's tests, all in one cloud that has DynamoDB. */
export interface ChatTables {
  readonly cloud: ServiceCloud;
  readonly client: DynamoDBDocumentClient;
  /** An empty table as the program makes it; its name. */
  newTable(): Promise<string>;
  /** Everything in a table. */
  itemsOf(tableName: string): ReturnType<typeof scanTable>;
}

/** Opens the cloud before the file's tests, and ends it after them. */
export function chatTables(
  makeServices: Parameters<typeof openServiceCloud>[0] = createDynamoDb,
): ChatTables {
  const tables = {
    newTable: () => makeChatTable(tables.cloud),
    itemsOf: (tableName: string) => scanTable(tables.client, tableName),
  } as ChatTables;
  beforeAll(async () => {
    const cloud = await openServiceCloud(makeServices);
    Object.assign(tables, { cloud, client: documentClient(cloud) });
  });
  afterAll(async () => {
    tables.client.destroy();
    await tables.cloud.end();
  });
  return tables;
}
