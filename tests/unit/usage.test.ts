import { describe, expect, it } from "vitest";
import { everyonesUsage, firstDate, firstOwnDate, ownUsage } from "../../runtime/core/usage";

const now = Date.parse("2026-11-03T06:00:00Z");
const tier = { name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 1 };
const day = (date: string, promptTokens: number, completionTokens: number) => ({
  date,
  requests: 1,
  promptTokens,
  completionTokens,
});
const unused = { requests: 0, promptTokens: 0, completionTokens: 0 };

describe("One's own usage", () => {
  it("has every day, today and the month", () => {
    const used = [day("2026-10-31", 1, 2), day("2026-11-01", 10, 20), day("2026-11-03", 100, 200)];
    expect(ownUsage(tier, used, 2, now)).toEqual({
      tier,
      today: day("2026-11-03", 100, 200),
      month: { month: "2026-11", requests: 2, promptTokens: 110, completionTokens: 220 },
      days: [{ date: "2026-11-02", ...unused }, day("2026-11-03", 100, 200)],
    });
  });

  it("is read from the first of the month, or from further back", () => {
    expect([firstDate(2, now), firstOwnDate(2, now)]).toEqual(["2026-11-02", "2026-11-01"]);
    expect([firstDate(30, now), firstOwnDate(30, now)]).toEqual(["2026-10-05", "2026-10-05"]);
  });
});

describe("Everybody's usage", () => {
  const owners = [
    { owner: "bob", days: [day("2026-11-02", 50, 50)] },
    { owner: "ann", days: [day("2026-11-02", 100, 200), day("2026-11-03", 5, 5)] },
  ];

  it("is by day all together, and by person the most first", () => {
    expect(everyonesUsage(owners, 3, now)).toEqual({
      days: [
        { date: "2026-11-01", ...unused },
        { date: "2026-11-02", requests: 2, promptTokens: 150, completionTokens: 250 },
        day("2026-11-03", 5, 5),
      ],
      users: [
        { user: "ann", requests: 2, promptTokens: 105, completionTokens: 205 },
        { user: "bob", requests: 1, promptTokens: 50, completionTokens: 50 },
      ],
    });
  });

  it("shares what the endpoint costs on each day that has any use, today's up to now", () => {
    const { cost, users } = everyonesUsage(owners, 3, now, 1.5);
    // 24 h and 6 h; of the 36 USD of the first day Ann has three quarters.
    expect(cost).toEqual({ instancePricePerHourUsd: 1.5, totalUsd: 45 });
    expect(users.map(({ user, costUsd }) => [user, costUsd])).toEqual([
      ["ann", 36],
      ["bob", 9],
    ]);
  });
});
