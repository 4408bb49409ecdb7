import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DeletionMark, DeletionMarks } from "../file-ports";
import type { Clock } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { isConditionFailure } from "./dynamo-errors";
import { keys, ownerKey } from "./dynamo-keys";
import { systemClock } from "./system-clock";

export interface DynamoDeletionMarksOptions {
  /** The table that records of files lie in. */
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - the system's clock */
  clock?: Clock;
}

/** How many earlier deletions one call takes up again. */
export const maxResumed = 5;

/**
 * Marks of deletions of conversations that lie elsewhere. They lie where those of the table's own conversations do, which
 * a store that uses the table again goes on with, and say that they are none of these: what has its messages in the
 * table is not done when its files have gone.
 */
export function createDynamoDeletionMarks(options: DynamoDeletionMarksOptions): DeletionMarks {
  const { tableName, client = createDynamoClient(), clock = systemClock } = options;
  const context = { client, tableName, clock };
  return {
    put: (owner, conversationId) => putMark(context, owner, conversationId),
    some: (owner) => someMarks(context, owner),
    remove: (owner, conversationId) => removeMark(context, owner, conversationId),
  };
}

type MarksContext = Required<DynamoDeletionMarksOptions>;

async function putMark(
  { client, tableName: TableName, clock }: MarksContext,
  owner: string,
  conversationId: string,
): Promise<void> {
  const deletedAt = new Date(clock()).toISOString();
  const Item = { ...keys.deletion(owner, conversationId), conversationId, deletedAt, isElsewhere: true };
  const ConditionExpression = "attribute_not_exists(pk) OR attribute_exists(isElsewhere)";
  await unlessTables(client.send(new PutCommand({ TableName, Item, ConditionExpression })));
}

async function someMarks(
  { client, tableName: TableName }: MarksContext,
  owner: string,
): Promise<DeletionMark[]> {
  const query = {
    TableName,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :marks)",
    FilterExpression: "attribute_exists(isElsewhere)",
    ExpressionAttributeValues: { ":pk": ownerKey(owner), ":marks": "D#" },
    ConsistentRead: true,
  };
  const found: DeletionMark[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    found.push(...(Items as DeletionMark[]));
    if (found.length >= maxResumed) break;
  }
  return found.slice(0, maxResumed).map(({ conversationId, deletedAt }) => ({ conversationId, deletedAt }));
}

async function removeMark(
  { client, tableName: TableName }: MarksContext,
  owner: string,
  conversationId: string,
): Promise<void> {
  const Key = keys.deletion(owner, conversationId);
  const ConditionExpression = "attribute_exists(isElsewhere)";
  await unlessTables(client.send(new DeleteCommand({ TableName, Key, ConditionExpression })));
}

/** The table's own mark stays: its files go with it too, and more. */
async function unlessTables(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}
