import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Conversation } from "../contract/conversation";
import type { DynamoContext } from "./dynamo-context";
import { type ConversationItem, toConversation } from "./dynamo-items";
import { keys, listingIndex, listingKey, ownerKey } from "./dynamo-keys";

/** The place of a conversation in the list. */
export function placeOf({ updatedAt, id }: Conversation): string {
  return listingKey(updatedAt, id);
}

/**
 * A page of the owner's conversations, newest first. The index cannot be read consistently: a new title or
 * conversation may show up some ms late.
 *
 * @param after - the place of the last conversation told
 */
export async function readListing(
  { client, tableName: TableName }: DynamoContext,
  owner: string,
  after: string | undefined,
  limit: number,
): Promise<{ found: Conversation[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: listingIndex,
      KeyConditionExpression: "g1pk = :owner",
      ExpressionAttributeValues: { ":owner": ownerKey(owner) },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after ? listingStart(owner, after) : undefined,
    }),
  );
  return { found: (Items as ConversationItem[]).map(toConversation), more: LastEvaluatedKey !== undefined };
}

/** The key of the last conversation told, of which the cursor holds the sort key: `<updatedAt>#<id>`. */
function listingStart(owner: string, g1sk: string): Record<string, string> {
  const id = g1sk.slice(g1sk.indexOf("#") + 1);
  return { ...keys.conversation(owner, id), g1pk: ownerKey(owner), g1sk };
}
