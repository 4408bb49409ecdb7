import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { DeletionMark, DeletionMarks } from "../file-ports";
import type { Clock } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { isConditionFailure } from "./dynamo-errors";
import { type ItemKey, keys, ownerKey } from "./dynamo-keys";
import { systemClock } from "./system-clock";

export interface DynamoDeletionMarksOptions {
  /** The table that records of files lie in. */
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - the system's clock */
  clock?: Clock;
}

/** A mark as it lies in the table. */
export interface DeletionItem extends ItemKey, DeletionMark {
  /** Of an import that has not ended: it may make its conversation seen as long as this is here. */
  importing?: true;
  /** Of a conversation that lies elsewhere. */
  isElsewhere?: true;
}

/** A deletion has come to its end after this, or was cut short: its function has half a minute. */
export const longestDeletionMs = 5 * 60_000;

/** How many earlier deletions one call takes up again. */
const maxResumed = 5;

/**
 * Marks of deletions of conversations that lie elsewhere. They lie where those of the table's own conversations do, which
 * a store that uses the table again goes on with, and say that they are none of these: what has its messages in the
 * table is not done when its files have gone.
 */
export function createDynamoDeletionMarks(options: DynamoDeletionMarksOptions): DeletionMarks {
  const { tableName, client = createDynamoClient(), clock = systemClock } = options;
  const context = { client, tableName, clock };
  return {
    put: (owner, conversationId) => putElsewhere(context, owner, conversationId),
    some: (owner) => someElsewhere(context, owner),
    remove: (owner, conversationId) => removeElsewhere(context, owner, conversationId),
  };
}

type MarksContext = Required<DynamoDeletionMarksOptions>;

/** One page, which has thousands: who has more is gone on with at these first. */
export async function readMarks(
  { client, tableName: TableName }: Pick<MarksContext, "client" | "tableName">,
  owner: string,
): Promise<DeletionItem[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :marks)",
      ExpressionAttributeValues: { ":pk": ownerKey(owner), ":marks": "D#" },
      ConsistentRead: true,
    }),
  );
  return Items as DeletionItem[];
}

/**
 * Holds unless a deletion is taking what belongs to the conversation. An import's mark takes nothing of one that is
 * there; an old one of a conversation elsewhere was cut short, or never began, and asks whether it is there first.
 */
export function notBeingDeleted(
  { tableName: TableName, clock }: Pick<MarksContext, "tableName" | "clock">,
  owner: string,
  conversationId: string,
) {
  const ended = new Date(clock() - longestDeletionMs).toISOString();
  const isOld = "attribute_exists(isElsewhere) AND deletedAt < :ended";
  return {
    ConditionCheck: {
      TableName,
      Key: keys.deletion(owner, conversationId),
      ConditionExpression: `attribute_not_exists(pk) OR attribute_exists(importing) OR (${isOld})`,
      ExpressionAttributeValues: { ":ended": ended },
    },
  };
}

/** Any few of them: always the same ones would hide all others when they fail for ever. */
export function toResume(marks: readonly DeletionItem[]): DeletionItem[] {
  const left = [...marks];
  const taken: DeletionItem[] = [];
  while (taken.length < maxResumed && left.length > 0) {
    taken.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  }
  return taken;
}

async function putElsewhere(
  { client, tableName: TableName, clock }: MarksContext,
  owner: string,
  conversationId: string,
): Promise<void> {
  const deletedAt = new Date(clock()).toISOString();
  const Item = { ...keys.deletion(owner, conversationId), conversationId, deletedAt, isElsewhere: true };
  const ConditionExpression = "attribute_not_exists(pk) OR attribute_exists(isElsewhere)";
  await unlessTables(client.send(new PutCommand({ TableName, Item, ConditionExpression })));
}

async function someElsewhere(context: MarksContext, owner: string): Promise<DeletionMark[]> {
  const marks = (await readMarks(context, owner)).filter(({ isElsewhere }) => isElsewhere);
  return toResume(marks).map(({ conversationId, deletedAt }) => ({ conversationId, deletedAt }));
}

async function removeElsewhere(
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
