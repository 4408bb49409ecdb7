import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Conversation } from "../contract/conversation";
import { titleMatches } from "../core/title";
import type { ConversationStore } from "../ports";
import { readCursor, writeCursor } from "./dynamo-cursor";
import { conversationNotFound, type DynamoContext } from "./dynamo-context";
import { isConditionFailure, retryOnConflict } from "./dynamo-errors";
import { type ConversationItem, toConversation } from "./dynamo-items";
import { keys, listingIndex, listingKey, ownerKey } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

/** A search looks at no more conversations than this in one call: 5 reads of at most 100 small items. */
const searchReads = 5;
const searchReadItems = 100;

export function createConversations(
  context: DynamoContext,
): Pick<ConversationStore, "getConversation" | "listConversations" | "updateConversation"> {
  const { client, tableName: TableName, wait } = context;

  /** The index cannot be read consistently: a new title or conversation may show up some ms late. */
  async function readListing(owner: string, after: string | undefined, limit: number) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: listingIndex,
        KeyConditionExpression: "g1pk = :owner",
        ExpressionAttributeValues: { ":owner": ownerKey(owner) },
        ScanIndexForward: false,
        Limit: limit,
        ExclusiveStartKey: after === undefined ? undefined : listingStart(owner, after),
      }),
    );
    return { found: (Items as ConversationItem[]).map(toConversation), more: LastEvaluatedKey !== undefined };
  }

  return {
    async getConversation(owner, id) {
      const Key = keys.conversation(owner, id);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) throw conversationNotFound();
      return toConversation(Item as ConversationItem);
    },

    async listConversations(owner, { limit, cursor, q = "" }) {
      const conversations: Conversation[] = [];
      let after = cursor === undefined ? undefined : readCursor(ownerKey(owner), cursor);
      for (let read = 0; read < (q ? searchReads : 1); read++) {
        const { found, more } = await readListing(owner, after, q ? searchReadItems : limit);
        for (const [index, conversation] of found.entries()) {
          after = listingKey(conversation.updatedAt, conversation.id);
          if (titleMatches(conversation.title, q)) conversations.push(conversation);
          const isLast = index === found.length - 1 && !more;
          if (conversations.length === limit && !isLast)
            return { conversations, cursor: writeCursor(ownerKey(owner), after) };
        }
        if (!more) return { conversations };
      }
      return after === undefined
        ? { conversations }
        : { conversations, cursor: writeCursor(ownerKey(owner), after) };
    },

    async updateConversation(owner, id, { settings, ...patch }) {
      const changes = { ...patch, ...(settings !== undefined && { settings: settings ?? undefined }) };
      try {
        const { Attributes } = await retryOnConflict(wait, () =>
          client.send(
            new UpdateCommand({
              TableName,
              Key: keys.conversation(owner, id),
              ...updateOf(changes, { expression: "attribute_exists(pk)" }),
              ReturnValues: "ALL_NEW",
            }),
          ),
        );
        return toConversation(Attributes as ConversationItem);
      } catch (error) {
        throw isConditionFailure(error) ? conversationNotFound() : error;
      }
    },
  };
}

/** The key of the last conversation told, of which the cursor holds the sort key: `<updatedAt>#<id>`. */
function listingStart(owner: string, g1sk: string): Record<string, string> {
  const id = g1sk.slice(g1sk.indexOf("#") + 1);
  return { ...keys.conversation(owner, id), g1pk: ownerKey(owner), g1sk };
}
