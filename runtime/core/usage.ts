import type { Tier } from "../contract/tier";
import type { DayUsage, EveryonesUsage, OwnUsage } from "../contract/usage";
import type { OwnersUsage } from "../ports";
import { dateOf } from "./quota";

type Counts = Omit<DayUsage, "date">;

const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
const none: Counts = { requests: 0, promptTokens: 0, completionTokens: 0 };

/** The first of so many days that end today. */
export function firstDate(days: number, now: number): string {
  return dateOf(now - (days - 1) * dayMs);
}

/** The first day of which one's own usage tells anything: the month's is told whole. */
export function firstOwnDate(days: number, now: number): string {
  const first = firstDate(days, now);
  const ofMonth = `${dateOf(now).slice(0, 7)}-01`;
  return first < ofMonth ? first : ofMonth;
}

/** @param used - at least from {@link firstOwnDate} on; days without use may be missing */
export function ownUsage(tier: Tier, used: readonly DayUsage[], days: number, now: number): OwnUsage {
  const today = dateOf(now);
  const month = today.slice(0, 7);
  const ofMonth = used.filter(({ date }) => date.startsWith(month));
  return {
    tier,
    today: used.find(({ date }) => date === today) ?? { date: today, ...none },
    month: { month, ...sumOf(ofMonth) },
    days: everyDay(used, days, now),
  };
}

/**
 * Costs are an estimate: the table does not know when the endpoint ran. So each day that has any use costs what the
 * endpoint costs in 24 hours, today what it costs since 00:00 UTC, shared by the tokens of that day.
 */
export function everyonesUsage(
  owners: readonly OwnersUsage[],
  days: number,
  now: number,
  pricePerHour?: number,
): EveryonesUsage {
  const all = everyDay(
    owners.flatMap((one) => one.days),
    days,
    now,
  );
  const prices = pricePerHour === undefined ? undefined : tokenPrices(all, pricePerHour, now);
  const users = owners
    .map((one) => ({
      user: one.owner,
      ...sumOf(one.days),
      ...(prices && { costUsd: cents(costOf(one.days, prices)) }),
    }))
    .sort((one, other) => tokensOf(other) - tokensOf(one) || (one.user < other.user ? -1 : 1));
  if (pricePerHour === undefined || !prices) return { days: all, users };
  const cost = { instancePricePerHourUsd: pricePerHour, totalUsd: cents(costOf(all, prices)) };
  return { days: all, users, cost };
}

/** What a token of each day comes to. */
function tokenPrices(all: readonly DayUsage[], pricePerHour: number, now: number): Map<string, number> {
  const hoursOf = (date: string) => Math.min(24, (now - Date.parse(date)) / hourMs);
  const used = all.filter((day) => tokensOf(day) > 0);
  return new Map(used.map((day) => [day.date, (hoursOf(day.date) * pricePerHour) / tokensOf(day)]));
}

function costOf(days: readonly DayUsage[], prices: Map<string, number>): number {
  return days.reduce((sum, day) => sum + tokensOf(day) * (prices.get(day.date) ?? 0), 0);
}

/** All days, the uses of one day together. */
function everyDay(used: readonly DayUsage[], days: number, now: number): DayUsage[] {
  const byDate = Map.groupBy(used, ({ date }) => date);
  return Array.from({ length: days }, (_, index) => {
    const date = dateOf(now - (days - 1 - index) * dayMs);
    return { date, ...sumOf(byDate.get(date) ?? []) };
  });
}

function sumOf(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      promptTokens: sum.promptTokens + one.promptTokens,
      completionTokens: sum.completionTokens + one.completionTokens,
    }),
    none,
  );
}

function tokensOf({ promptTokens, completionTokens }: Counts): number {
  return promptTokens + completionTokens;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
