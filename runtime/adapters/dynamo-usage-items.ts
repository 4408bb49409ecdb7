import type { Counted } from "../core/quota";
import type { DayUsage } from "../contract/usage";
import { type ItemKey, keys, usagePartition } from "./dynamo-keys";

/** Tokens that a request holds while it runs. */
export interface Hold {
  tokens: number;
  /** The day that it counts for, `01` to `31`. */
  day: string;
  /** After it nothing can settle the hold any more. Ms since the epoch. */
  until: number;
}

/**
 * What one owner has used in one month: one item, so that one conditional write checks and counts all of it. `r23` are
 * the requests of the 23rd, `p23` and `c23` the tokens of their prompts and replies, `t23` both and what is held; `t`
 * is the month's `t23`s together. `h_<id>` is a {@link Hold}.
 */
export type MonthItem = ItemKey & Partial<Record<string, unknown>>;

const holdPrefix = "h_";
/** Longer than any view of it. Seconds. */
const keptSec = 400 * 24 * 60 * 60;

export const holdName = (id: string) => `${holdPrefix}${id}`;

export function monthKey(owner: string, date: string): ItemKey {
  return keys.usage(owner, date.slice(0, 7));
}

/** What every month's item has besides its numbers: its place in the index, and its end. */
export function monthAttributes(owner: string, now: number): Record<string, unknown> {
  const month = new Date(now).toISOString().slice(0, 7);
  return {
    g1pk: usagePartition(month),
    g1sk: owner,
    month,
    owner,
    expiresAt: Math.floor(now / 1_000) + keptSec,
  };
}

export function holdsOf(item: MonthItem): [id: string, hold: Hold][] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(holdPrefix))
    .map(([name, value]) => [name.slice(holdPrefix.length), value as Hold]);
}

/** What counts against the limits on a day, `01` to `31`. */
export function countedOf(item: MonthItem, day: string): Counted {
  const holds = holdsOf(item).map(([, hold]) => hold);
  const sum = (some: Hold[]) => some.reduce((all, { tokens }) => all + tokens, 0);
  return {
    requestsToday: numberAt(item, `r${day}`),
    tokensToday: numberAt(item, `t${day}`),
    heldToday: sum(holds.filter((hold) => hold.day === day)),
    tokensThisMonth: numberAt(item, "t"),
    heldThisMonth: sum(holds),
  };
}

/** The days of the month that have any use, oldest first. */
export function daysOf(item: MonthItem): DayUsage[] {
  const days = Array.from({ length: 31 }, (_, index) => String(index + 1).padStart(2, "0"));
  return days
    .filter((day) => numberAt(item, `r${day}`) > 0)
    .map((day) => ({
      date: `${String(item.month)}-${day}`,
      requests: numberAt(item, `r${day}`),
      promptTokens: numberAt(item, `p${day}`),
      completionTokens: numberAt(item, `c${day}`),
    }));
}

function numberAt(item: MonthItem, name: string): number {
  const value = item[name];
  return typeof value === "number" ? value : 0;
}
