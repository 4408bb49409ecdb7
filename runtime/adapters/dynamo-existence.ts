import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoContext } from "./dynamo-context";
import { keys } from "./dynamo-keys";

/** Whether the owner has this conversation, and with it a way to its messages. */
export async function conversationExists(
  { client, tableName: TableName }: DynamoContext,
  owner: string,
  id: string,
): Promise<boolean> {
  const Key = keys.conversation(owner, id);
  const get = new GetCommand({ TableName, Key, ConsistentRead: true, ProjectionExpression: "pk" });
  return (await client.send(get)).Item !== undefined;
}
