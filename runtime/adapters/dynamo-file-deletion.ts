import { DeleteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { FileDeletion, FileRecords } from "../file-ports";
import {
  type FileContext,
  nowSecOf,
  readFileItem,
  secondOf,
  updateOne,
  writeAll,
} from "./dynamo-file-context";
import type { Write } from "./dynamo-file-context";
import { type AttachmentItem, type FileItem, toFile, type Waiting, waitingName } from "./dynamo-file-items";
import { attachmentSort, keys, ownerKey } from "./dynamo-keys";
import { alsoAdding, type Condition, type UpdateMembers, updateOf } from "./dynamo-update";

/** How many of a conversation's files are looked at at once. */
const batch = 25;

/** Then TTL takes a marked record whose owner never came back; what waits in the count finishes its deletion without. */
const markedSec = 24 * 60 * 60;

export function createFileDeletion(
  context: FileContext,
): Pick<FileRecords, "markDeleted" | "lookLater" | "forgetFile" | "someFilesOf"> {
  const { client, tableName: TableName } = context;
  return {
    markDeleted: (deletion) => writeAll(context, marks(context, deletion)),

    async lookLater(owner, { id, until }) {
      await updateOne(context, keys.fileBytes(owner), {
        UpdateExpression: "REMOVE #file.look",
        ConditionExpression: "#file.#until = :until",
        ExpressionAttributeNames: { "#file": waitingName(id), "#until": "until" },
        ExpressionAttributeValues: { ":until": secondOf(until) },
      });
    },

    async forgetFile(owner, { id, size }) {
      const name = waitingName(id);
      const isMarked = { expression: `#${name}.isDeleted = :true`, values: { ":true": true } };
      const uncounted = alsoAdding(updateOf({ [name]: undefined }, isMarked), { bytes: -size, waiting: -1 });
      await writeAll(context, [
        { Delete: { TableName, Key: keys.file(owner, id) } },
        { Update: { TableName, Key: keys.fileBytes(owner), ...uncounted } },
      ]);
    },

    async someFilesOf(owner, conversationId) {
      for (;;) {
        const attached = await someAttached(context, owner, conversationId);
        const items = await Promise.all(attached.map(({ fileId }) => readFileItem(context, owner, fileId)));
        const theirs = items.filter((item): item is FileItem => item?.conversationId === conversationId);
        const files = theirs.filter(({ isDeleted }) => !isDeleted).map(toFile);
        if (files.length > 0 || attached.length === 0) return files;
        // Another conversation's by now: see `claimFiles`.
        for (const { pk, sk } of attached)
          await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      }
    },
  };
}

/** From then on what waits in the count is what remembers it: not its conversation any more. */
function marks(context: FileContext, { owner, file, until }: FileDeletion): Write[] {
  const { tableName: TableName } = context;
  const { id, size, conversationId } = file;
  const nowSec = nowSecOf(context);
  const waiting: Waiting = { size, until: secondOf(until), look: nowSec, isDeleted: true };
  const changes = { isDeleted: true, expiresAt: nowSec + markedSec };
  const marked = {
    Update: { TableName, Key: keys.file(owner, id), ...updateOf(changes, unmarked(conversationId)) },
  };
  const count = (update: UpdateMembers) => ({ Update: { TableName, Key: keys.fileBytes(owner), ...update } });
  const name = waitingName(id);
  if (conversationId === undefined) {
    return [marked, count(updateOf({ [name]: waiting }, { expression: `attribute_exists(#${name})` }))];
  }
  const isNew = { expression: `attribute_exists(pk) AND attribute_not_exists(#${name})` };
  return [
    marked,
    count(alsoAdding(updateOf({ [name]: waiting }, isNew), { waiting: 1 })),
    { Delete: { TableName, Key: keys.attachment(owner, conversationId, id) } },
  ];
}

/** An upload's record may have run out: its mark then stands alone. */
function unmarked(conversationId: string | undefined): Condition {
  return conversationId === undefined
    ? { expression: "attribute_not_exists(conversationId) AND attribute_not_exists(#isDeleted)" }
    : {
        expression: "conversationId = :before AND attribute_not_exists(#isDeleted)",
        values: { ":before": conversationId },
      };
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
