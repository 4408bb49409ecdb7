import { describe, expect, it } from "vitest";
import { QuotaExceeded, standingOf } from "../../runtime/core/quota";
import { quotaHeaders, refusalHeaders } from "../../runtime/lambda/quota-headers";

const used = { requestsToday: 7, tokensToday: 1_300, heldToday: 0, tokensThisMonth: 1_300, heldThisMonth: 0 };
const reset = (at: string) =>
  quotaHeaders(standingOf({ requestsPerDay: 1 }, used, Date.parse(at)))["x-ratelimit-reset-requests"];

describe("x-ratelimit headers", () => {
  it("are there for requests, and for tokens where they are limited, and never below zero", () => {
    const now = Date.parse("2026-11-23T16:56:57Z");
    const limits = { requestsPerDay: 10, tokensPerDay: 1_000, tokensPerMonth: 5_000 };
    expect(quotaHeaders(standingOf(limits, used, now))).toEqual({
      "x-ratelimit-limit-requests": "10",
      "x-ratelimit-remaining-requests": "3",
      "x-ratelimit-reset-requests": "7h3m3s",
      "x-ratelimit-limit-tokens": "1000",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "7h3m3s",
    });
    expect(Object.keys(quotaHeaders(standingOf({ requestsPerDay: 10 }, used, now)))).toHaveLength(3);
  });

  it.each([
    ["2026-11-23T23:59:51.400Z", "9s"],
    ["2026-11-23T23:57:00Z", "3m0s"],
    ["2026-11-23T23:00:00Z", "1h0m0s"],
    ["2026-11-23T00:00:00Z", "24h0m0s"],
  ])("at %s say that the day ends in %s", (at, told) => {
    expect(reset(at)).toBe(told);
  });

  it.each([
    [60, "true"],
    [61, "false"],
  ])("of a refusal that lasts %i s say whether to try again: %s", (retryAfterSec, shouldRetry) => {
    const standing = standingOf({ requestsPerDay: 7 }, used, Date.parse("2026-11-23T12:00:00Z"));
    expect(refusalHeaders(new QuotaExceeded("quota_exceeded", "All used.", standing, retryAfterSec))).toEqual(
      {
        "retry-after": String(retryAfterSec),
        "x-should-retry": shouldRetry,
        ...quotaHeaders(standing),
      },
    );
  });
});
