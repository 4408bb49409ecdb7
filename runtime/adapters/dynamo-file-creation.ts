import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import type { FileRecords, NewFileRecord } from "../file-ports";
import { isConditionFailure, retryOnConflict } from "./dynamo-errors";
import { type FileContext, nowSecOf, readBytesItem, removeWaiting } from "./dynamo-file-context";
import { type BytesItem, type FileItem, runOut, type Waiting, waitingName } from "./dynamo-file-items";
import { keys } from "./dynamo-keys";
import { alsoAdding, type UpdateMembers, updateOf } from "./dynamo-update";

/** Between a refused write and the look at why, other files may go: then it is tried again. */
const attempts = 3;

/**
 * First the bytes are counted, then the record is written. No transaction: of ten uploads that begin at once each
 * would be in the others' way. Bytes whose record did not come run out like those of any upload.
 */
export function createFileCreation(context: FileContext): FileRecords["createFile"] {
  return async (record) => {
    await count(context, record);
    const { owner, file, until } = record;
    const Item: FileItem = { ...keys.file(owner, file.id), ...file, expiresAt: secondOf(until) };
    await context.client.send(new PutCommand({ TableName: context.tableName, Item }));
  };
}

/** @throws Problem `conflict` */
async function count(context: FileContext, record: NewFileRecord): Promise<void> {
  for (let tried = 1; ; tried++) {
    if (await tryToCount(context, record)) return;
    const item = await readBytesItem(context, record.owner);
    // It is there although the write was refused: the answer to its first try was lost.
    if (waitingName(record.file.id) in item) return;
    const gone = runOut(item, nowSecOf(context));
    for (const [id, { size }] of gone) await removeWaiting(context, record.owner, id, size);
    const refusal = gone.length > 0 ? undefined : refusalOf(record, item);
    if (refusal) throw refusal;
    if (tried >= attempts) throw new Error("a file could not be counted: its owner's bytes keep changing");
  }
}

async function tryToCount(
  { client, tableName: TableName, wait }: FileContext,
  record: NewFileRecord,
): Promise<boolean> {
  // A file larger than all its owner may have would ask for less than no bytes.
  if (record.file.size > record.maxPersonBytes) return false;
  const update = { TableName, Key: keys.fileBytes(record.owner), ...counted(record) };
  try {
    await retryOnConflict(wait, () => client.send(new UpdateCommand(update)));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

function counted({ file, until, maxPersonBytes }: NewFileRecord): UpdateMembers {
  const name = waitingName(file.id);
  const waiting: Waiting = { size: file.size, until: secondOf(until) };
  const update = updateOf(
    { [name]: waiting },
    {
      expression: [
        `attribute_not_exists(#${name})`,
        "(attribute_not_exists(#bytes) OR #bytes <= :room)",
        "(attribute_not_exists(#waiting) OR #waiting < :mostWaiting)",
      ].join(" AND "),
      values: { ":room": maxPersonBytes - file.size, ":mostWaiting": limits.waitingFiles },
    },
  );
  return alsoAdding(update, { bytes: file.size, waiting: 1 });
}

/** Undefined when room has come meanwhile. */
function refusalOf({ file, maxPersonBytes }: NewFileRecord, item: BytesItem): Problem | undefined {
  const { bytes = 0, waiting = 0 } = item;
  if (bytes + file.size > maxPersonBytes) {
    return new Problem(
      "conflict",
      `size: is ${file.size} bytes; of ${maxPersonBytes} that all your files may have, ${bytes} are used. Delete some first.`,
    );
  }
  if (waiting >= limits.waitingFiles) {
    return new Problem(
      "conflict",
      `files: ${waiting} wait to be used in a conversation; at most ${limits.waitingFiles} may. Use or delete some first.`,
    );
  }
  return undefined;
}

/** As the table's TTL counts. */
function secondOf(ms: number): number {
  return Math.floor(ms / 1_000);
}
