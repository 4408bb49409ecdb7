import type { File } from "../contract/file";
import type { FileClaim, FileRecords } from "../file-ports";
import { notBeingDeleted } from "./dynamo-deletion-marks";
import { type FileContext, nowSecOf, refusedOf, updateOne, type Write } from "./dynamo-file-context";
import { type AttachmentItem, waitingName } from "./dynamo-file-items";
import { keys } from "./dynamo-keys";
import { alsoAdding, type Condition, updateOf } from "./dynamo-update";
import { conversationStillDeleted } from "./store-problems";

export function createFileClaims(context: FileContext): Pick<FileRecords, "claimFiles" | "releaseFiles"> {
  return { claimFiles: createClaim(context), releaseFiles: createRelease(context) };
}

function createRelease(context: FileContext): FileRecords["releaseFiles"] {
  return async ({ owner, conversationId, files }) => {
    const isTheirs = { expression: "conversationId = :theirs", values: { ":theirs": conversationId } };
    const released = updateOf({ claimedAt: undefined }, isTheirs);
    for (const { id } of files) await updateOne(context, keys.file(owner, id), released);
  };
}

/** One transaction for all files of a turn. */
function createClaim(context: FileContext): FileRecords["claimFiles"] {
  return async (claim) => {
    const { owner, conversationId, files } = claim;
    const changed = files.filter((file) => file.conversationId !== conversationId);
    const waiting = changed.filter((file) => file.conversationId === undefined);
    const refused = await refusedOf(context, [
      notBeingDeleted(context, owner, conversationId),
      ...changed.flatMap((file) => fileWrites(context, claim, file)),
      ...(waiting.length > 0 ? [counted(context, owner, waiting)] : []),
    ]);
    if (refused?.[0]) throw conversationStillDeleted();
    return refused === undefined;
  };
}

function fileWrites(context: FileContext, { owner, conversationId }: FileClaim, file: File): Write[] {
  const { tableName: TableName } = context;
  const changes = { conversationId, claimedAt: context.clock(), expiresAt: undefined };
  const Item: AttachmentItem = { ...keys.attachment(owner, conversationId, file.id), fileId: file.id };
  return [
    {
      Update: {
        TableName,
        Key: keys.file(owner, file.id),
        ...updateOf(changes, unchanged(file, nowSecOf(context))),
      },
    },
    { Put: { TableName, Item } },
  ];
}

/** The file is as it was read. */
function unchanged({ conversationId }: File, nowSec: number): Condition {
  return conversationId === undefined
    ? {
        expression: `attribute_not_exists(#conversationId) AND #expiresAt > :nowSec AND ${isUnmarked}`,
        values: { ":nowSec": nowSec },
      }
    : {
        expression: `#conversationId = :before AND ${isUnmarked}`,
        values: { ":before": conversationId },
      };
}

const isUnmarked = "attribute_not_exists(isDeleted)";

/** What belongs to a conversation does not run out any more; its bytes stay counted. */
function counted({ tableName: TableName }: FileContext, owner: string, files: readonly File[]): Write {
  const names = files.map(({ id }) => waitingName(id));
  const update = updateOf(Object.fromEntries(names.map((name) => [name, undefined])), {
    expression: names.map((name) => `attribute_exists(#${name})`).join(" AND "),
  });
  return {
    Update: { TableName, Key: keys.fileBytes(owner), ...alsoAdding(update, { waiting: -files.length }) },
  };
}
