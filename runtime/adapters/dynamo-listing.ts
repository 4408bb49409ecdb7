import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Conversation } from "../contract/conversation";
import type { DynamoContext } from "./dynamo-context";
import { type ConversationItem, toConversation } from "./dynamo-items";
import { keys, listingIndex, listingPartition } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

/** A conversation and its place in the list. */
interface Listed {
  conversation: Conversation;
  place: string;
}

interface Listing {
  found: Listed[];
  more: boolean;
}

/** Begins the place of one among the pins; any other place is a sort key, and begins with a year. */
const pinnedPlace = "pinned#";

/**
 * A page of the owner's conversations: first those that are pinned, then the others, each newest first. The index
 * cannot be read consistently: a new title, pin or conversation may show up some ms late.
 *
 * @param after - the place of the last conversation told; empty or undefined before the first
 */
export async function readListing(
  context: DynamoContext,
  owner: string,
  after: string | undefined,
  limit: number,
): Promise<Listing> {
  if (after && !after.startsWith(pinnedPlace)) return readPart(context, owner, false, after, limit);
  // There are few pins, if any: both at once save a way to the table, and cost half a read unit.
  const [pins, others] = await Promise.all([
    readPart(context, owner, true, after?.slice(pinnedPlace.length), limit),
    readPart(context, owner, false, undefined, limit),
  ]);
  if (pins.more) return pins;
  const told = new Set(pins.found.map(({ conversation }) => conversation.id));
  // One that is being pinned or let go may be seen at both places.
  const all = [...pins.found, ...others.found.filter(({ conversation }) => !told.has(conversation.id))];
  return { found: all.slice(0, limit), more: others.more || all.length > limit };
}

async function readPart(
  context: DynamoContext,
  owner: string,
  isPinned: boolean,
  after: string | undefined,
  limit: number,
): Promise<Listing> {
  const g1pk = listingPartition(owner, isPinned);
  const { Items = [], LastEvaluatedKey } = await context.client.send(
    new QueryCommand({
      TableName: context.tableName,
      IndexName: listingIndex,
      KeyConditionExpression: "g1pk = :list",
      ExpressionAttributeValues: { ":list": g1pk },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after ? listingStart(owner, g1pk, after) : undefined,
    }),
  );
  const items = Items as ConversationItem[];
  if (!isPinned) await pinAsStored(context, owner, items);
  const found = items.map((item) => ({
    conversation: toConversation(item),
    place: isPinned ? pinnedPlace + item.g1sk : item.g1sk,
  }));
  return { found, more: LastEvaluatedKey !== undefined };
}

/** The key of the last conversation told, of which the cursor holds the sort key: `<updatedAt>#<id>`. */
function listingStart(owner: string, g1pk: string, g1sk: string): Record<string, string> {
  const id = g1sk.slice(g1sk.indexOf("#") + 1);
  return { ...keys.conversation(owner, id), g1pk, g1sk };
}

/** Pins from when all conversations were listed by time alone go to their place, once they are come across. */
async function pinAsStored(
  { client, tableName: TableName }: DynamoContext,
  owner: string,
  items: readonly ConversationItem[],
): Promise<void> {
  const pinned = items.filter((item) => item.pinned);
  const moves = pinned.map(({ id }) => {
    const condition = { expression: "pinned = :true", values: { ":true": true } };
    const update = updateOf({ g1pk: listingPartition(owner, true) }, condition);
    return client.send(new UpdateCommand({ TableName, Key: keys.conversation(owner, id), ...update }));
  });
  // Let go or deleted meanwhile, or the table is busy: the list is the same, and the next reading comes by again.
  await Promise.allSettled(moves);
}
