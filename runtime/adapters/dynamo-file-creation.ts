import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { limits } from "../contract/limits";
import type { FileCount, FileRecords, NewFileRecord } from "../file-ports";
import { type FileContext, readBytesItem, secondOf, updateOne } from "./dynamo-file-context";
import { type FileItem, toCount, type Waiting, waitingName } from "./dynamo-file-items";
import { keys } from "./dynamo-keys";
import { alsoAdding, type UpdateMembers, updateOf } from "./dynamo-update";

/**
 * First the bytes are counted, then the record is written. No transaction: of ten uploads that begin at once each
 * would be in the others' way. Bytes whose record did not come are found like those of any upload that did not.
 */
export function createFileCreation(context: FileContext): FileRecords["createFile"] {
  return async (record) => {
    const refused = await count(context, record);
    if (refused) return refused;
    const { owner, file, until } = record;
    const Item: FileItem = { ...keys.file(owner, file.id), ...file, expiresAt: secondOf(until) };
    await context.client.send(new PutCommand({ TableName: context.tableName, Item }));
    return undefined;
  };
}

/** Undefined when it is counted, else what stands in the way. */
async function count(context: FileContext, record: NewFileRecord): Promise<FileCount | undefined> {
  const { owner, file, maxPersonBytes } = record;
  // A file larger than all its owner may have would ask for less than no bytes.
  const mayFit = file.size <= maxPersonBytes;
  if (mayFit && (await updateOne(context, keys.fileBytes(owner), counted(record)))) return undefined;
  const item = await readBytesItem(context, owner);
  // It is there although the write was refused: the answer to its first try was lost.
  return waitingName(file.id) in item ? undefined : toCount(item);
}

function counted({ file, lookAt, until, maxPersonBytes }: NewFileRecord): UpdateMembers {
  const name = waitingName(file.id);
  const waiting: Waiting = { size: file.size, until: secondOf(until), look: secondOf(lookAt) };
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
