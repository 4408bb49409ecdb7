import { DeleteCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ConversationFiles, SpareTime } from "../file-ports";
import { OutOfTime } from "../core/out-of-time";
import { spareTime } from "../core/spare-time";
import type { ConversationStore } from "../ports";
import type { DynamoContext } from "./dynamo-context";
import { type DeletionItem, readMarks, toResume } from "./dynamo-deletion-marks";
import { isConditionFailure, retryOnConflict } from "./dynamo-errors";
import { conversationExists } from "./dynamo-existence";
import { keys } from "./dynamo-keys";
import { sweepMessages } from "./dynamo-message-sweep";
import { updateOf } from "./dynamo-update";

/**
 * Deleting, in an order that a crash cannot make visible: first the conversation goes and a mark `D#<id>` comes, in one
 * transaction, and with the conversation every way to its messages; then its messages, page by page, each page's texts
 * in the file store before the items that know of them; then its files; at last the mark. A deletion that was cut short is taken up
 * again by the owner's next one, whichever conversation that is for, in the time that it has to spare, and succeeds whether that
 * does or not; so is an import that was. A store that cannot delete files takes up nothing, and leaves its mark to one that can.
 */
export function createDeletion(context: DynamoContext): ConversationStore["deleteConversation"] {
  return async (owner, id) => {
    const { attachments, clock } = context;
    const time = spareTime(clock);
    await hide(context, owner, id);
    if (!attachments) return sweepMessages(context, owner, id);
    await finish(context, attachments, owner, id);
    await goOn(context, attachments, owner, time);
    await attachments.goOn(owner, time);
  };
}

async function finish(
  context: DynamoContext,
  attachments: ConversationFiles,
  owner: string,
  id: string,
  time?: SpareTime,
): Promise<void> {
  await sweepMessages(context, owner, id, time);
  await attachments.deleteFilesOf(owner, id, time);
  const { client, tableName: TableName } = context;
  await client.send(new DeleteCommand({ TableName, Key: keys.deletion(owner, id) }));
}

/** Never fails: what cannot be finished now is by the next deletion. */
async function goOn(
  context: DynamoContext,
  attachments: ConversationFiles,
  owner: string,
  time: SpareTime,
): Promise<void> {
  const { logger } = context;
  try {
    const marks = time.isLeft() ? toResume(await readMarks(context, owner)) : [];
    for (const mark of marks) {
      if (!time.isLeft()) return;
      const { conversationId } = mark;
      try {
        if (await conversationExists(context, owner, conversationId)) await removeVoidMark(context, mark);
        else if (await takeOver(context, mark))
          await finish(context, attachments, owner, conversationId, time);
      } catch (error) {
        if (error instanceof OutOfTime) return;
        logger.error({ error, conversationId }, "a deletion that was cut short could not be finished");
      }
    }
  } catch (error) {
    logger.error({ error }, "deletions that were cut short could not be looked for");
  }
}

/** Says that messages of this conversation are to be deleted, although it is not there. */
export function deletionMark({ clock }: DynamoContext, owner: string, conversationId: string): DeletionItem {
  const deletedAt = new Date(clock()).toISOString();
  return { ...keys.deletion(owner, conversationId), deletedAt, conversationId };
}

/**
 * Makes a mark the deletion's own: an import that wrote it, and still runs, can then no longer come to its end. False
 * when it is not as it was read: that import has ended, or another deletion has.
 */
async function takeOver(
  { client, tableName: TableName, wait }: DynamoContext,
  { pk, sk, deletedAt }: DeletionItem,
): Promise<boolean> {
  const update = new UpdateCommand({
    TableName,
    Key: { pk, sk },
    ...updateOf(
      { importing: undefined },
      { expression: "deletedAt = :read", values: { ":read": deletedAt } },
    ),
  });
  return isMet(retryOnConflict(wait, () => client.send(update)));
}

/**
 * Of a conversation that is there: its deletion in the place where it lay never began, or it was imported twice at once.
 * The table's own deletions take it away with the mark's coming, so theirs are never removed here.
 */
async function removeVoidMark(
  { client, tableName: TableName, wait }: DynamoContext,
  { pk, sk, deletedAt }: DeletionItem,
): Promise<void> {
  const remove = new DeleteCommand({
    TableName,
    Key: { pk, sk },
    ConditionExpression:
      "deletedAt = :read AND (attribute_exists(isElsewhere) OR attribute_exists(importing))",
    ExpressionAttributeValues: { ":read": deletedAt },
  });
  await isMet(retryOnConflict(wait, () => client.send(remove)));
}

async function isMet(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
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
