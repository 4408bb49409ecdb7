import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Clock, Wait } from "../ports";
import { failedConditions, retryOnConflict } from "./dynamo-errors";
import { type BytesItem, type FileItem, waitingName } from "./dynamo-file-items";
import { type ItemKey, keys } from "./dynamo-keys";
import { alsoAdding, updateOf } from "./dynamo-update";

/** What the parts of the records of files share. */
export interface FileContext {
  client: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
  wait: Wait;
}

export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export function nowSecOf({ clock }: FileContext): number {
  return Math.floor(clock() / 1_000);
}

/** All or nothing; false when a condition was not met. */
export async function writeAll({ client, wait }: FileContext, TransactItems: Write[]): Promise<boolean> {
  try {
    await retryOnConflict(wait, () => client.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if (failedConditions(error)) return false;
    throw error;
  }
}

export async function readFileItem(
  context: FileContext,
  owner: string,
  id: string,
): Promise<FileItem | undefined> {
  return (await read(context, keys.file(owner, id))) as FileItem | undefined;
}

export async function readBytesItem(context: FileContext, owner: string): Promise<BytesItem> {
  const Key = keys.fileBytes(owner);
  return ((await read(context, Key)) as BytesItem | undefined) ?? { ...Key };
}

async function read({ client, tableName: TableName }: FileContext, Key: ItemKey): Promise<unknown> {
  return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

/** Takes off an upload that belongs to no conversation: its record, if it is still there, and its bytes. */
export function removeWaiting(
  context: FileContext,
  owner: string,
  id: string,
  size: number,
): Promise<boolean> {
  const { tableName: TableName } = context;
  const name = waitingName(id);
  const uncounted = alsoAdding(
    updateOf({ [name]: undefined }, { expression: `attribute_exists(#${name})` }),
    { bytes: -size, waiting: -1 },
  );
  return writeAll(context, [
    {
      Delete: {
        TableName,
        Key: keys.file(owner, id),
        ConditionExpression: "attribute_not_exists(conversationId)",
      },
    },
    { Update: { TableName, Key: keys.fileBytes(owner), ...uncounted } },
  ]);
}
