import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { createDynamoClient } from "./dynamo-client";
import { ownerOfKey } from "./dynamo-keys";

export interface DynamoOwnersOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/**
 * All who have conversations or presets in the table. Reads the whole table, and needs `dynamodb:Scan`: for a tool of
 * the operator, not for a function.
 */
export async function dynamoOwners({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoOwnersOptions): Promise<string[]> {
  const scan = {
    TableName,
    ProjectionExpression: "pk",
    FilterExpression: "begins_with(pk, :owner) AND (begins_with(sk, :chats) OR begins_with(sk, :presets))",
    ExpressionAttributeValues: { ":owner": "U#", ":chats": "C#", ":presets": "P#" },
  };
  const owners = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client }, scan))
    for (const { pk } of Items) owners.add(ownerOfKey(pk as string));
  return [...owners].sort();
}
