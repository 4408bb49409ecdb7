import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Clock, Wait } from "../ports";
import { failedConditions, isConditionFailure, retryOnConflict } from "./dynamo-errors";
import type { BytesItem, FileItem } from "./dynamo-file-items";
import { type ItemKey, keys } from "./dynamo-keys";
import type { UpdateMembers } from "./dynamo-update";

/** What the parts of the records of files share. */
export interface FileContext {
  client: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
  wait: Wait;
}

export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export function nowSecOf({ clock }: FileContext): number {
  return secondOf(clock());
}

/** As the table's TTL counts. */
export function secondOf(ms: number): number {
  return Math.floor(ms / 1_000);
}

/** One write of a single item; false when its condition was not met. */
export async function updateOne(
  { client, tableName: TableName, wait }: FileContext,
  Key: ItemKey,
  update: UpdateMembers,
): Promise<boolean> {
  try {
    await retryOnConflict(wait, () => client.send(new UpdateCommand({ TableName, Key, ...update })));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** All or nothing; false when a condition was not met. */
export async function writeAll(context: FileContext, writes: Write[]): Promise<boolean> {
  return (await refusedOf(context, writes)) === undefined;
}

/** All or nothing: undefined when they are written, or of which the condition was not met. */
export async function refusedOf(
  { client, wait }: FileContext,
  TransactItems: Write[],
): Promise<boolean[] | undefined> {
  try {
    await retryOnConflict(wait, () => client.send(new TransactWriteCommand({ TransactItems })));
    return undefined;
  } catch (error) {
    const refused = failedConditions(error);
    if (!refused) throw error;
    return refused;
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
