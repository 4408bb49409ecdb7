import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { ServiceCloud } from "./service-cloud";

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
