import { DeleteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { FileRecords } from "../file-ports";
import { type FileContext, readFileItem, removeWaiting, writeAll } from "./dynamo-file-context";
import type { AttachmentItem, FileItem } from "./dynamo-file-items";
import { attachmentSort, keys, ownerKey } from "./dynamo-keys";
import { alsoAdding, updateOf } from "./dynamo-update";

/** How many of a conversation's files are looked at at once. */
const batch = 25;

/** Between the look at a file and its deletion a turn may have taken it. */
const attempts = 3;

export function createFileDeletion(context: FileContext): Pick<FileRecords, "deleteFile" | "someFilesOf"> {
  return {
    async deleteFile(owner, id) {
      for (let tried = 0; tried < attempts; tried++) {
        const item = await readFileItem(context, owner, id);
        if (!item) return;
        const isGone =
          item.conversationId === undefined
            ? await removeWaiting(context, owner, id, item.size)
            : await removeKept(context, owner, item, item.conversationId);
        if (isGone) return;
      }
      throw new Error("a file could not be deleted: it keeps changing");
    },

    async someFilesOf(owner, conversationId) {
      for (;;) {
        const attached = await someAttached(context, owner, conversationId);
        const items = await Promise.all(attached.map(({ fileId }) => readFileItem(context, owner, fileId)));
        const isTheirs = (index: number) => items[index]?.conversationId === conversationId;
        const ids = attached.filter((_, index) => isTheirs(index)).map(({ fileId }) => fileId);
        if (ids.length > 0 || attached.length === 0) return ids;
        // Another conversation's by now: see `claimFiles`.
        for (const { pk, sk } of attached)
          await context.client.send(new DeleteCommand({ TableName: context.tableName, Key: { pk, sk } }));
      }
    },
  };
}

function removeKept(
  context: FileContext,
  owner: string,
  { id, size }: FileItem,
  conversationId: string,
): Promise<boolean> {
  const { tableName: TableName } = context;
  const uncounted = alsoAdding(updateOf({}, { expression: "attribute_exists(pk)" }), { bytes: -size });
  return writeAll(context, [
    {
      Delete: {
        TableName,
        Key: keys.file(owner, id),
        ConditionExpression: "conversationId = :conversationId",
        ExpressionAttributeValues: { ":conversationId": conversationId },
      },
    },
    { Delete: { TableName, Key: keys.attachment(owner, conversationId, id) } },
    { Update: { TableName, Key: keys.fileBytes(owner), ...uncounted } },
  ]);
}

async function someAttached(
  { client, tableName: TableName }: FileContext,
  owner: string,
  conversationId: string,
): Promise<AttachmentItem[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :attached)",
      ExpressionAttributeValues: { ":pk": ownerKey(owner), ":attached": attachmentSort(conversationId) },
      ConsistentRead: true,
      Limit: batch,
    }),
  );
  return Items as AttachmentItem[];
}
