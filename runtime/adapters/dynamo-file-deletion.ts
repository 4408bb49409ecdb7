import { DeleteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { FileDeletion, FileRecords, WaitingFile } from "../file-ports";
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
import { attachmentSort, type ItemKey, keys, ownerKey } from "./dynamo-keys";
import { alsoAdding, type Condition, type UpdateMembers, updateOf } from "./dynamo-update";

/** How many of a conversation's files are looked at at once. */
const batch = 25;

/** Then TTL takes a marked record whose owner never came back; what waits in the count finishes its deletion without. */
const markedSec = 24 * 60 * 60;

export function createFileDeletion(
  context: FileContext,
): Pick<FileRecords, "markDeleted" | "markAbandoned" | "lookLater" | "forgetFiles" | "someFilesOf"> {
  const { client, tableName: TableName } = context;
  return {
    markDeleted: (owner, files) => {
      const detached = (Key: ItemKey) => ({ Delete: { TableName, Key } });
      return writeAll(context, marks(context, owner, files, detached));
    },

    markAbandoned: (owner, files) => {
      const expiresAt = nowSecOf(context) + markedSec;
      const detached = (key: ItemKey, fileId: string) => {
        const Item: AttachmentItem = { ...key, fileId, expiresAt };
        return { Put: { TableName, Item } };
      };
      return writeAll(context, marks(context, owner, files, detached));
    },

    lookLater: (owner, files) => updateOne(context, keys.fileBytes(owner), lookedAt(files)),

    forgetFiles: (owner, files) =>
      writeAll(context, [
        ...files.map(({ id }) => ({ Delete: { TableName, Key: keys.file(owner, id) } })),
        { Update: { TableName, Key: keys.fileBytes(owner), ...uncounted(files) } },
      ]),

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

/** From then on what waits in the count is what remembers them: not their conversations any more. */
function marks(
  context: FileContext,
  owner: string,
  files: readonly FileDeletion[],
  detached: (attachment: ItemKey, fileId: string) => Write,
): Write[] {
  const { tableName: TableName } = context;
  const nowSec = nowSecOf(context);
  const changes = { isDeleted: true, expiresAt: nowSec + markedSec };
  return [
    ...files.flatMap(({ id, conversationId }): Write[] => {
      const marked = updateOf(changes, unmarked(conversationId));
      const record = { Update: { TableName, Key: keys.file(owner, id), ...marked } };
      if (conversationId === undefined) return [record];
      return [record, detached(keys.attachment(owner, conversationId, id), id)];
    }),
    { Update: { TableName, Key: keys.fileBytes(owner), ...waitingMarked(files, nowSec) } },
  ];
}

/** An upload waits already; what a conversation has does not. */
function waitingMarked(files: readonly FileDeletion[], look: number): UpdateMembers {
  const waiting = files.map(({ id, size, until }): [string, Waiting] => [
    waitingName(id),
    { size, until: secondOf(until), look, isDeleted: true },
  ]);
  const conditions = files.map(({ id, conversationId }) =>
    conversationId === undefined
      ? `attribute_exists(#${waitingName(id)})`
      : `attribute_not_exists(#${waitingName(id)})`,
  );
  const expression = ["attribute_exists(pk)", ...conditions].join(" AND ");
  const kept = files.filter(({ conversationId }) => conversationId !== undefined);
  return alsoAdding(updateOf(Object.fromEntries(waiting), { expression }), { waiting: kept.length });
}

function lookedAt(files: readonly Pick<WaitingFile, "id" | "until">[]): UpdateMembers {
  const names = files.map(({ id }) => waitingName(id));
  const untils = files.map(({ until }, index) => [`:until${index}`, secondOf(until)]);
  return {
    UpdateExpression: `REMOVE ${names.map((name) => `#${name}.look`).join(", ")}`,
    ConditionExpression: names.map((name, index) => `#${name}.#until = :until${index}`).join(" AND "),
    ExpressionAttributeNames: {
      "#until": "until",
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: Object.fromEntries(untils),
  };
}

function uncounted(files: readonly Pick<WaitingFile, "id" | "size">[]): UpdateMembers {
  const names = files.map(({ id }) => waitingName(id));
  const areMarked = {
    expression: names.map((name) => `#${name}.isDeleted = :true`).join(" AND "),
    values: { ":true": true },
  };
  const removed = updateOf(Object.fromEntries(names.map((name) => [name, undefined])), areMarked);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return alsoAdding(removed, { bytes: -bytes, waiting: -files.length });
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
