import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Usage } from "../contract/message";
import { dateOf, type QuotaLimits, refusalOf, standingOf } from "../core/quota";
import type { Clock, NewId, Quota } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { isConditionFailure } from "./dynamo-errors";
import type { ItemKey } from "./dynamo-keys";
import {
  countedOf,
  type Hold,
  holdName,
  holdsOf,
  monthAttributes,
  monthKey,
  type MonthItem,
} from "./dynamo-usage-items";
import { alsoAdding, type Condition, type UpdateMembers, updateOf } from "./dynamo-update";
import { createNewId } from "./new-id";
import { systemClock } from "./system-clock";

export interface DynamoQuotaOptions {
  tableName: string;
  /** What somebody may use. */
  limitsOf: (owner: string) => Promise<QuotaLimits>;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - the system's clock */
  clock?: Clock;
  /** @default - ULIDs */
  newId?: NewId;
}

/**
 * How long a hold may stand: a minute longer than Lambda lets a function run. Whoever has not settled by then is dead,
 * and the owner's next request gives the tokens back.
 */
const holdMs = 16 * 60_000;

/** Between a refused write and the look at why, other requests may end: then it is tried again. */
const attempts = 3;

interface Month {
  client: DynamoDBDocumentClient;
  tableName: string;
  key: ItemKey;
}

/** Limits counted in the table. Needs `dynamodb:UpdateItem` and `dynamodb:GetItem`. */
export function createDynamoQuota(options: DynamoQuotaOptions): Quota {
  const { tableName, limitsOf, client = createDynamoClient(), clock = systemClock } = options;
  const { newId = createNewId(clock) } = options;
  return {
    async reserve(owner, tokens) {
      const limits = await limitsOf(owner);
      const now = clock();
      const date = dateOf(now);
      const month = { client, tableName, key: monthKey(owner, date) };
      const id = newId();
      const hold = { tokens, day: date.slice(8), until: now + holdMs };
      const item = await count(month, limits, { id, hold, attributes: monthAttributes(owner, now), now });
      const standing = standingOf(limits, countedOf(item, hold.day), now);
      return {
        standing,
        settle: (usage) => replaceHold(month, id, hold, usage ? { usage } : { requests: -1 }),
      };
    },
  };
}

interface Reservation {
  id: string;
  hold: Hold;
  attributes: Record<string, unknown>;
  now: number;
}

/** @throws QuotaExceeded */
async function count(month: Month, limits: QuotaLimits, reservation: Reservation): Promise<MonthItem> {
  const { hold, id, now } = reservation;
  for (let tried = 1; ; tried++) {
    const counted = await tryToCount(month, limits, reservation);
    const item = counted ?? (await read(month));
    const released = await releaseDead(month, item, now);
    // A hold that is there although the write was refused is this one: the answer to its first try was lost.
    if (counted || holdName(id) in item) return released ? read(month) : item;
    if (released) continue;
    const refusal = refusalOf(limits, countedOf(item, hold.day), now);
    if (refusal) throw refusal;
    if (tried >= attempts)
      throw new Error("a request could not be counted: its owner's numbers keep changing");
  }
}

/** One conditional write; undefined when a limit is reached. */
async function tryToCount(
  month: Month,
  limits: QuotaLimits,
  { id, hold, attributes }: Reservation,
): Promise<MonthItem | undefined> {
  const { day, tokens } = hold;
  const name = holdName(id);
  const update = updateOf({ ...attributes, [name]: hold }, withinLimits(limits, day, name));
  return send(month, alsoAdding(update, { [`r${day}`]: 1, [`t${day}`]: tokens, t: tokens }));
}

function withinLimits(
  { requestsPerDay, tokensPerDay, tokensPerMonth }: QuotaLimits,
  day: string,
  hold: string,
): Condition {
  const limits = Object.entries({
    [`r${day}`]: requestsPerDay,
    [`t${day}`]: tokensPerDay,
    t: tokensPerMonth,
  });
  const set = limits.filter(([, limit]) => limit !== undefined);
  // No comparison holds for what is not there yet, so that this is true of it as well.
  const below = set.map(([name]) => `NOT #${name} >= :${name}Limit`);
  return {
    expression: [`attribute_not_exists(#${hold})`, ...below].join(" AND "),
    values: Object.fromEntries(set.map(([name, limit]) => [`:${name}Limit`, limit])),
  };
}

async function read({ client, tableName: TableName, key: Key }: Month): Promise<MonthItem> {
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return (Item as MonthItem | undefined) ?? { ...Key };
}

/** Gives back what nobody can settle any more; true when there was any. Its request stays counted. */
async function releaseDead(month: Month, item: MonthItem, now: number): Promise<boolean> {
  const dead = holdsOf(item).filter(([, { until }]) => until < now);
  for (const [id, hold] of dead) await replaceHold(month, id, hold, {});
  return dead.length > 0;
}

/** Takes the hold away and adds what it came to. One that is gone was settled already: a second try of the SDK. */
async function replaceHold(
  month: Month,
  id: string,
  { day, tokens }: Hold,
  counts: { requests?: number; usage?: Usage },
): Promise<void> {
  const { requests = 0, usage = { promptTokens: 0, completionTokens: 0 } } = counts;
  const { promptTokens, completionTokens } = usage;
  const name = holdName(id);
  const change = promptTokens + completionTokens - tokens;
  const update = updateOf({ [name]: undefined }, { expression: `attribute_exists(#${name})` });
  const numbers = { t: change, [`t${day}`]: change, [`r${day}`]: requests };
  await send(
    month,
    alsoAdding(update, { ...numbers, [`p${day}`]: promptTokens, [`c${day}`]: completionTokens }),
  );
}

/** The item as it is then; undefined when the condition was not met. */
async function send(
  { client, tableName: TableName, key: Key }: Month,
  update: UpdateMembers,
): Promise<MonthItem | undefined> {
  try {
    const command = new UpdateCommand({ TableName, Key, ...update, ReturnValues: "ALL_NEW" });
    return (await client.send(command)).Attributes as MonthItem;
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
