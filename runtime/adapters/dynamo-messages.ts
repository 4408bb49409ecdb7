import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ConversationStore } from "../ports";
import { readCursor, writeCursor } from "./list-cursor";
import type { DynamoContext } from "./dynamo-context";
import { isConditionFailure } from "./dynamo-errors";
import { conversationExists } from "./dynamo-existence";
import type { MessageItem } from "./dynamo-items";
import { type ItemKey, keys, messagesKey } from "./dynamo-keys";
import { type Condition, updateOf } from "./dynamo-update";
import { conversationNotFound, messageNotFound } from "./store-problems";

/**
 * Messages are reachable only while their conversation is there: what a deletion has not got to yet is hidden. So each
 * read looks at both, at the same time.
 */
export function createMessages(
  context: DynamoContext,
): Pick<ConversationStore, "listMessages" | "getMessage" | "setFeedback"> {
  const { client, tableName: TableName, bodies } = context;

  return {
    async listMessages(owner, conversationId, { limit, cursor }) {
      const pk = messagesKey(owner, conversationId);
      const query = new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": pk },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: cursor === undefined ? undefined : { pk, sk: readCursor(pk, cursor)[0] },
      });
      const [exists, { Items = [], LastEvaluatedKey }] = await Promise.all([
        conversationExists(context, owner, conversationId),
        client.send(query),
      ]);
      if (!exists) throw conversationNotFound();
      const messages = await Promise.all((Items as MessageItem[]).map((item) => bodies.read(item)));
      const last = LastEvaluatedKey as ItemKey | undefined;
      return last ? { messages, cursor: writeCursor(pk, last.sk) } : { messages };
    },

    async getMessage(owner, conversationId, messageId) {
      const Key = keys.message(owner, conversationId, messageId);
      const [exists, { Item }] = await Promise.all([
        conversationExists(context, owner, conversationId),
        client.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
      ]);
      if (!exists) throw conversationNotFound();
      if (!Item) throw messageNotFound();
      return bodies.read(Item as MessageItem);
    },

    async setFeedback(owner, conversationId, messageId, feedback) {
      if (!(await conversationExists(context, owner, conversationId))) throw conversationNotFound();
      const update = new UpdateCommand({
        TableName,
        Key: keys.message(owner, conversationId, messageId),
        ...updateOf({ feedback: feedback ?? undefined }, ofReply),
        ReturnValues: "ALL_NEW",
      });
      try {
        const { Attributes } = await client.send(update);
        return await bodies.read(Attributes as MessageItem);
      } catch (error) {
        throw isConditionFailure(error) ? messageNotFound() : error;
      }
    },
  };
}

const ofReply: Condition = {
  expression: "#role = :assistant",
  names: { "#role": "role" },
  values: { ":assistant": "assistant" },
};
