import { BatchWriteCommand, type BatchWriteCommandInput, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SpareTime } from "../file-ports";
import type { DynamoContext } from "./dynamo-context";
import type { MessageItem } from "./dynamo-items";
import { type ItemKey, messagesKey } from "./dynamo-keys";

/** DynamoDB's own limit of a batch. */
const batchItems = 25;

/** How often what a busy table left undone is tried again: 6 s at most. */
const batchAttempts = 7;
const firstPauseMs = 25;

type Requests = NonNullable<BatchWriteCommandInput["RequestItems"]>;

/**
 * Deletes all messages of a conversation that is not there (any more), with their texts in the file store.
 *
 * @param time - of who was not asked for it; looked at before each page
 * @throws OutOfTime
 */
export async function sweepMessages(
  context: DynamoContext,
  owner: string,
  conversationId: string,
  time?: SpareTime,
): Promise<void> {
  const pk = messagesKey(owner, conversationId);
  const { client, tableName: TableName, bodies } = context;
  while (true) {
    time?.require();
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
