import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { ConversationStore } from "../ports";
import type { DynamoContext } from "./dynamo-context";
import { maxResumed } from "./dynamo-deletion-marks";
import { isConditionFailure, retryOnConflict } from "./dynamo-errors";
import type { MessageItem } from "./dynamo-items";
import { type ItemKey, keys, messagesKey, ownerKey } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

/** DynamoDB's own limit of a batch. */
const batchItems = 25;

/** How often what a busy table left undone is tried again: about 6 s in all. */
const batchAttempts = 7;
const firstPauseMs = 25;

interface DeletionItem extends ItemKey {
  conversationId: string;
  deletedAt: string;
  /** Of an import that has not ended: it may make its conversation seen as long as this is here. */
  importing?: true;
}

type Requests = NonNullable<BatchWriteCommandInput["RequestItems"]>;

/**
 * Deleting, in an order that a crash cannot make visible: first the conversation goes and a mark `D#<id>` comes, in one
 * transaction, and with the conversation every way to its messages; then its messages, page by page, each page's texts
 * in the file store before the items that know of them; then its files; at last the mark. A deletion that was cut short is taken up
 * again by the owner's next one, whichever conversation that is for; so is an import that was. A store that cannot delete
 * files takes up nothing, and leaves its mark to one that can.
 */
export function createDeletion(context: DynamoContext): ConversationStore["deleteConversation"] {
  return async (owner, id) => {
    const { attachments } = context;
    await hide(context, owner, id);
    if (!attachments) return sweepMessages(context, owner, id);
    const marked = await markedConversations(context, owner);
    for (const conversationId of new Set([id, ...marked])) {
      if (conversationId !== id && !(await takeOver(context, owner, conversationId))) continue;
      await sweepMessages(context, owner, conversationId);
      await attachments.deleteFilesOf(owner, conversationId);
      await context.client.send(
        new DeleteCommand({ TableName: context.tableName, Key: keys.deletion(owner, conversationId) }),
      );
    }
  };
}

/** Says that messages of this conversation are to be deleted, although it is not there. */
export function deletionMark({ clock }: DynamoContext, owner: string, conversationId: string): DeletionItem {
  const deletedAt = new Date(clock()).toISOString();
  return { ...keys.deletion(owner, conversationId), deletedAt, conversationId };
}

/**
 * Makes a mark the deletion's own: an import that wrote it, and still runs, can then no longer come to its end. False
 * when the mark has gone: that import has ended, or another deletion has.
 */
async function takeOver(
  { client, tableName: TableName, wait }: DynamoContext,
  owner: string,
  conversationId: string,
): Promise<boolean> {
  const update = new UpdateCommand({
    TableName,
    Key: keys.deletion(owner, conversationId),
    ...updateOf({ importing: undefined }, { expression: "attribute_exists(pk)" }),
  });
  try {
    await retryOnConflict(wait, () => client.send(update));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

async function hide(context: DynamoContext, owner: string, id: string): Promise<void> {
  const { client, tableName: TableName, wait } = context;
  const Item = deletionMark(context, owner, id);
  await retryOnConflict(wait, () =>
    client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName, Key: keys.conversation(owner, id) } },
          { Put: { TableName, Item } },
        ],
      }),
    ),
  );
}

async function markedConversations(
  { client, tableName: TableName }: DynamoContext,
  owner: string,
): Promise<string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :marks)",
      ExpressionAttributeValues: { ":pk": ownerKey(owner), ":marks": "D#" },
      ConsistentRead: true,
      Limit: maxResumed,
    }),
  );
  return (Items as DeletionItem[]).map((item) => item.conversationId);
}

/** Deletes all messages of a conversation that is not there (any more), with their texts in the file store. */
export async function sweepMessages(
  context: DynamoContext,
  owner: string,
  conversationId: string,
): Promise<void> {
  const pk = messagesKey(owner, conversationId);
  const { client, tableName: TableName, bodies } = context;
  while (true) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": pk },
        ProjectionExpression: "pk, sk, bodyKey",
        ConsistentRead: true,
        Limit: batchItems,
      }),
    );
    if (Items.length === 0) return;
    const messages = Items as MessageItem[];
    await bodies.discard(messages.map((message) => message.bodyKey));
    await deleteItems(context, messages);
  }
}

async function deleteItems(
  { client, tableName, wait }: DynamoContext,
  items: readonly ItemKey[],
): Promise<void> {
  let requests: Requests = {
    [tableName]: items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  };
  for (let tried = 1; tried <= batchAttempts; tried++) {
    const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: requests }));
    if (Object.keys(UnprocessedItems).length === 0) return;
    requests = UnprocessedItems;
    await wait(firstPauseMs * 2 ** tried);
  }
  throw new Error(`the table left deletions undone ${batchAttempts} times`);
}
