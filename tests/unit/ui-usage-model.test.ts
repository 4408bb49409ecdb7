import { describe, expect, it, vi } from "vitest";
import type { EveryonesUsage, OwnUsage } from "../../runtime/contract/usage";
import { chartOf } from "../../ui/models/usage-chart";
import { createUsageModel } from "../../ui/models/usage-model";

const day = (date: string, promptTokens: number, completionTokens: number) => ({
  date,
  requests: 1,
  promptTokens,
  completionTokens,
});
const mine: OwnUsage = {
  tier: { name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 10 },
  today: day("2026-03-14", 1, 2),
  month: { month: "2026-03", requests: 1, promptTokens: 1, completionTokens: 2 },
  days: [day("2026-03-14", 1, 2)],
};
const everyones: EveryonesUsage = { days: mine.days, users: [] };

function modelFor(isAdmin: boolean) {
  const api = {
    me: async () => ({ user: { id: "ann", isAdmin } }),
    usage: vi.fn(async (_days: number) => mine),
    everyonesUsage: vi.fn(async (_days: number) => everyones),
  };
  return { api, model: createUsageModel({ api: api as never }) };
}

describe("The usage", () => {
  it("is one's own of 30 days, and says who may see everybody's", async () => {
    const { api, model } = modelFor(true);
    await model.load();
    expect(api.usage.mock.calls).toEqual([[30]]);
    expect([model.mine.value, model.isAdmin.value]).toEqual([mine, true]);
    expect(api.everyonesUsage).not.toHaveBeenCalled();
    await model.choose("everyone");
    expect([model.view.value, model.everyones.value]).toEqual(["everyone", everyones]);
  });

  it("says that it could not be read, and is read when it is asked for again", async () => {
    const { api, model } = modelFor(false);
    api.usage.mockRejectedValueOnce(new Error("no network"));
    await model.load();
    expect([model.hasFailed.value, model.mine.value]).toEqual([true, undefined]);
    await model.load();
    expect([model.hasFailed.value, model.mine.value, model.isAdmin.value]).toEqual([false, mine, false]);
  });
});

describe("The chart of the usage", () => {
  it("has replies on prompts, below a round number", () => {
    const days = [day("2026-03-13", 100, 50), day("2026-03-14", 300, 100)];
    expect(chartOf(days)).toEqual({
      top: 400,
      bars: [
        { day: days[0], promptTop: 75, promptHeight: 25, replyTop: 62.5, replyHeight: 12.5 },
        { day: days[1], promptTop: 25, promptHeight: 75, replyTop: 0, replyHeight: 25 },
      ],
    });
  });

  it.each([
    [0, 10],
    [10, 10],
    [11, 20],
    [199, 200],
    [501, 600],
    [1_000, 1_000],
    [2_000_001, 3_000_000],
  ])("of %d tokens at most ends at %d", (tokens, top) => {
    expect(chartOf([day("2026-03-14", tokens, 0)]).top).toBe(top);
  });
});
