import { Problem } from "../contract/problem";
import type { Tier } from "../contract/tier";
import type { LimitStanding, QuotaStanding } from "../ports";

/** The limits of a tier that are counted in the table. */
export type QuotaLimits = Pick<Tier, "requestsPerDay" | "tokensPerDay" | "tokensPerMonth">;

/** What an owner has used by a moment. What is held for requests that run is part of it. */
export interface Counted {
  requestsToday: number;
  tokensToday: number;
  heldToday: number;
  tokensThisMonth: number;
  heldThisMonth: number;
}

/** When what only running requests stand in the way of is worth another try. */
const runningRetrySec = 5;

/**
 * More than an owner may use: `quota_exceeded` until the limit comes back, `too_many_requests` while only what running
 * requests hold stands in the way. Carries what the answer's headers say.
 */
export class QuotaExceeded extends Problem {
  constructor(
    code: "quota_exceeded" | "too_many_requests",
    message: string,
    readonly standing: QuotaStanding,
    override readonly retryAfterSec: number,
  ) {
    super(code, message);
  }
}

/** Where an owner stands. Of several token limits it is the one of which least is left. */
export function standingOf(limits: QuotaLimits, counted: Counted, now: number): QuotaStanding {
  const requests: LimitStanding = {
    name: "requestsPerDay",
    limit: limits.requestsPerDay,
    used: counted.requestsToday,
    held: 0,
    resetsAt: nextDay(now),
  };
  const [tokens] = tokenStandings(limits, counted, now).sort((one, other) => leftOf(one) - leftOf(other));
  return { at: now, requests, ...(tokens && { tokens }) };
}

/** The problem of who may not begin another request; undefined for who may. */
export function refusalOf(limits: QuotaLimits, counted: Counted, now: number): QuotaExceeded | undefined {
  const standing = standingOf(limits, counted, now);
  const refuse = ({ name, resetsAt }: LimitStanding, message: string) =>
    new QuotaExceeded(
      "quota_exceeded",
      `${name}: ${message} They come back at ${shownTime(resetsAt)}.`,
      standing,
      Math.ceil((resetsAt - now) / 1_000),
    );
  const { requests } = standing;
  if (leftOf(requests) <= 0) return refuse(requests, `all ${requests.limit} requests of the day are used.`);
  // The one that lasts longest tells when there is something again.
  for (const tokens of tokenStandings(limits, counted, now).toReversed()) {
    if (leftOf(tokens) > 0) continue;
    const { name, limit, used, held } = tokens;
    if (used - held >= limit) return refuse(tokens, `${used - held} of ${limit} tokens are used.`);
    return new QuotaExceeded(
      "too_many_requests",
      `${name}: ${used - held} of ${limit} tokens are used, and replies that are being written hold ${held}. Try again when one has ended.`,
      standing,
      runningRetrySec,
    );
  }
  return undefined;
}

/** The UTC date of a moment, `2026-11-23`. */
export function dateOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

function tokenStandings(
  { tokensPerDay, tokensPerMonth }: QuotaLimits,
  { tokensToday, heldToday, tokensThisMonth, heldThisMonth }: Counted,
  now: number,
): LimitStanding[] {
  const day = { name: "tokensPerDay" as const, used: tokensToday, held: heldToday, resetsAt: nextDay(now) };
  const month = {
    name: "tokensPerMonth" as const,
    used: tokensThisMonth,
    held: heldThisMonth,
    resetsAt: nextMonth(now),
  };
  return [
    ...(tokensPerDay === undefined ? [] : [{ ...day, limit: tokensPerDay }]),
    ...(tokensPerMonth === undefined ? [] : [{ ...month, limit: tokensPerMonth }]),
  ];
}

function leftOf({ limit, used }: LimitStanding): number {
  return limit - used;
}

function nextDay(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1);
}

function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** `2026-11-24 00:00 UTC` */
function shownTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
