import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { searchPattern } from "../core/text-search";
import type { ConversationStore } from "../ports";
import { readCursor, writeCursor } from "./list-cursor";
import type { DynamoContext } from "./dynamo-context";
import { isConditionFailure, retryOnConflict } from "./dynamo-errors";
import { type ConversationItem, toConversation } from "./dynamo-items";
import { keys, listingPartition, ownerKey } from "./dynamo-keys";
import { readListing } from "./dynamo-listing";
import { searchConversations } from "./dynamo-search";
import { updateOf } from "./dynamo-update";
import { conversationNotFound } from "./store-problems";

export function createConversations(
  context: DynamoContext,
): Pick<ConversationStore, "getConversation" | "listConversations" | "updateConversation"> {
  const { client, tableName: TableName, wait } = context;

  return {
    async getConversation(owner, id) {
      const Key = keys.conversation(owner, id);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) throw conversationNotFound();
      return toConversation(Item as ConversationItem);
    },

    async listConversations(owner, { q, ...page }) {
      const pattern = searchPattern(q);
      if (pattern) return searchConversations(context, owner, pattern, page);
      const list = ownerKey(owner);
      const after = page.cursor === undefined ? undefined : readCursor(list, page.cursor)[0];
      const { found, more } = await readListing(context, owner, after, page.limit);
      const last = found.at(-1);
      const conversations = found.map(({ conversation }) => conversation);
      return last && more ? { conversations, cursor: writeCursor(list, last.place) } : { conversations };
    },

    async updateConversation(owner, id, { settings, ...patch }) {
      const { pinned } = patch;
      const changes = {
        ...patch,
        ...(settings !== undefined && { settings: settings ?? undefined }),
        ...(pinned !== undefined && { g1pk: listingPartition(owner, pinned) }),
      };
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
