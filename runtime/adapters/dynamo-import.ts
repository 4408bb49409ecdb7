import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import { mapAtMost } from "../core/map-at-most";
import type { ConversationStore } from "../ports";
import type { DynamoContext } from "./dynamo-context";
import { deletionMark } from "./dynamo-deletion";
import { failedConditions, isConditionFailure, retryOnConflict } from "./dynamo-errors";
import { conversationExists } from "./dynamo-existence";
import { toConversationItem, toMessageItem } from "./dynamo-items";
import { bodyKey, type ItemKey, keys } from "./dynamo-keys";
import { sweepMessages } from "./dynamo-message-sweep";
import { conversationNotFound } from "./store-problems";

/** How many items are read or written at once. */
const atOnce = 10;

/**
 * Importing. Messages without their conversation cannot be reached, so they go first, and the conversation makes them
 * seen. Before them goes the mark of a deletion: if the import dies half way, the owner's next deletion clears it up.
 */
export function createImport(
  context: DynamoContext,
): Pick<ConversationStore, "importConversation" | "importMessages" | "rolesOf"> {
  const { client, tableName: TableName } = context;

  return {
    async importConversation(owner, conversation, messages) {
      const { id } = conversation;
      const Item = { ...deletionMark(context, owner, id), importing: true };
      await client.send(new PutCommand({ TableName, Item }));
      try {
        await mapAtMost(atOnce, messages, (message) => putMessage(context, owner, message));
        await show(context, owner, conversation, messages);
      } catch (error) {
        const isThere = await conversationExists(context, owner, id).catch(() => undefined);
        // Only the answer was lost.
        if (isThere) return;
        // What cannot be cleared up now is by the next deletion: the mark stays.
        if (isThere === false) await clear(context, owner, id, messages).catch(() => undefined);
        throw error;
      }
    },

    async importMessages(owner, conversationId, messages) {
      if (!(await conversationExists(context, owner, conversationId))) throw conversationNotFound();
      await mapAtMost(atOnce, messages, (message) => putMessage(context, owner, message));
      // Deleted in between: the deletion may have looked before the last ones were there.
      if (await conversationExists(context, owner, conversationId)) return;
      await sweepMessages(context, owner, conversationId);
      throw conversationNotFound();
    },

    async rolesOf(owner, conversationId, ids) {
      if (!(await conversationExists(context, owner, conversationId))) throw conversationNotFound();
      const found = await mapAtMost(atOnce, ids, async (id): Promise<[string, Message["role"]][]> => {
        const role = await roleOf(context, keys.message(owner, conversationId, id));
        return role === undefined ? [] : [[id, role]];
      });
      return new Map(found.flat());
    },
  };
}

async function roleOf(
  { client, tableName: TableName }: DynamoContext,
  Key: ItemKey,
): Promise<Message["role"] | undefined> {
  const { Item } = await client.send(
    new GetCommand({
      TableName,
      Key,
      ConsistentRead: true,
      ProjectionExpression: "#role",
      ExpressionAttributeNames: { "#role": "role" },
    }),
  );
  return (Item as Message | undefined)?.role;
}

/** Takes back an import of which nothing was seen. */
async function clear(
  context: DynamoContext,
  owner: string,
  id: string,
  messages: readonly Message[],
): Promise<void> {
  const { client, tableName: TableName, bodies } = context;
  // Also the text of a message that itself could not be written.
  await bodies.discard(messages.map((message) => toMessageItem(owner, message).bodyKey));
  await sweepMessages(context, owner, id);
  await client.send(new DeleteCommand({ TableName, Key: keys.deletion(owner, id) }));
}

/** A message that is there already stays as it is, and so does its text in the file store. */
async function putMessage(context: DynamoContext, owner: string, message: Message): Promise<void> {
  const { client, tableName: TableName, bodies } = context;
  const { id, conversationId, text, reasoning = "" } = message;
  const Key = keys.message(owner, conversationId, id);
  const Item = toMessageItem(owner, message);
  if (Item.bodyKey !== undefined) {
    const { Item: stored } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (stored) return;
    await bodies.offload(bodyKey(owner, conversationId, id), { text, reasoning });
  }
  try {
    await client.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

/** The mark is taken away in the same transaction: if it is no longer the import's, a deletion is at the messages. */
async function show(
  { client, tableName: TableName, wait }: DynamoContext,
  owner: string,
  conversation: Conversation,
  messages: readonly Message[],
): Promise<void> {
  const newestReplyId = messages.findLast(({ role }) => role === "assistant")?.id;
  const Item = toConversationItem(owner, conversation, newestReplyId);
  const transaction = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } },
      {
        Delete: {
          TableName,
          Key: keys.deletion(owner, conversation.id),
          ConditionExpression: "attribute_exists(importing)",
        },
      },
    ],
  });
  try {
    await retryOnConflict(wait, () => client.send(transaction));
  } catch (error) {
    if (!failedConditions(error)) throw error;
    throw new Problem("conflict", "A deletion came between; nothing was imported. Send it again.");
  }
}
