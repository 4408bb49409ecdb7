import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ConversationStore } from "../ports";
import { readCursor, writeCursor } from "./dynamo-cursor";
import { conversationNotFound, type DynamoContext, messageNotFound } from "./dynamo-context";
import { isConditionFailure } from "./dynamo-errors";
import type { MessageItem } from "./dynamo-items";
import { type ItemKey, keys, messagesKey } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

/**
 * Messages are reachable only while their conversation is there: what a deletion has not got to yet is hidden. So each
 * read looks at both, at the same time.
 */
export function createMessages(
  context: DynamoContext,
): Pick<ConversationStore, "listMessages" | "getMessage" | "setFeedback"> {
  const { client, tableName: TableName, bodies } = context;

  const get = async (Key: ItemKey, names?: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key, ConsistentRead: true, ProjectionExpression: names }),
    );
    return Item;
  };
  const conversationExists = async (owner: string, id: string) =>
    (await get(keys.conversation(owner, id), "pk")) !== undefined;

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
        conversationExists(owner, conversationId),
        client.send(query),
      ]);
      if (!exists) throw conversationNotFound();
      const messages = await Promise.all((Items as MessageItem[]).map((item) => bodies.read(item)));
      const last = LastEvaluatedKey as ItemKey | undefined;
      return last ? { messages, cursor: writeCursor(pk, last.sk) } : { messages };
    },

    async getMessage(owner, conversationId, messageId) {
      const [exists, item] = await Promise.all([
        conversationExists(owner, conversationId),
        get(keys.message(owner, conversationId, messageId)),
      ]);
      if (!exists) throw conversationNotFound();
      if (!item) throw messageNotFound();
      return bodies.read(item as MessageItem);
    },

    async setFeedback(owner, conversationId, messageId, feedback) {
      if (!(await conversationExists(owner, conversationId))) throw conversationNotFound();
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keys.message(owner, conversationId, messageId),
            ...updateOf(
              { feedback: feedback ?? undefined },
              {
                expression: "#role = :assistant",
                names: { "#role": "role" },
                values: { ":assistant": "assistant" },
              },
            ),
            ReturnValues: "ALL_NEW",
          }),
        );
        return await bodies.read(Attributes as MessageItem);
      } catch (error) {
        throw isConditionFailure(error) ? messageNotFound() : error;
      }
    },
  };
}
