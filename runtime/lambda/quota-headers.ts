import type { QuotaExceeded } from "../core/quota";
import type { LimitStanding, QuotaStanding } from "../ports";

/** What is left of somebody's limits, under the names and in the form that OpenAI's API says it. */
export function quotaHeaders({ at, requests, tokens }: QuotaStanding): Record<string, string> {
  return { ...limitHeaders("requests", requests, at), ...(tokens && limitHeaders("tokens", tokens, at)) };
}

/** A script that waits for longer is better told. */
const longestRetrySec = 60;

/**
 * Of an answer that refuses a request; `Retry-After` is when there is something again. Clients that are made after
 * OpenAI's sleep for as long as that says, be it a month, unless they are told not to try again.
 */
export function refusalHeaders({ standing, retryAfterSec }: QuotaExceeded): Record<string, string> {
  return { ...retryHeaders(retryAfterSec), ...quotaHeaders(standing) };
}

/** When to try again. */
export function retryHeaders(retryAfterSec: number): Record<string, string> {
  return {
    "retry-after": String(retryAfterSec),
    "x-should-retry": String(retryAfterSec <= longestRetrySec),
  };
}

function limitHeaders(
  what: "requests" | "tokens",
  { limit, used, resetsAt }: LimitStanding,
  at: number,
): Record<string, string> {
  return {
    [`x-ratelimit-limit-${what}`]: String(limit),
    [`x-ratelimit-remaining-${what}`]: String(Math.max(0, limit - used)),
    [`x-ratelimit-reset-${what}`]: durationOf(resetsAt - at),
  };
}

/** `7h3m0s`, `3m0s`, `9s`: whole seconds, rather one too many. */
function durationOf(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}h` : ""}${hours || minutes ? `${minutes}m` : ""}${seconds % 60}s`;
}
