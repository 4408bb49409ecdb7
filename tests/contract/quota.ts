import { beforeEach, describe, expect, it } from "vitest";
import type { QuotaLimits } from "../../runtime/core/quota";
import { QuotaExceeded } from "../../runtime/core/quota";
import type { Quota } from "../../runtime/ports";
import { FakeTime } from "../unit/fakes/fake-time";

export type MakeQuota = (time: FakeTime, limitsOf: (owner: string) => QuotaLimits) => Promise<Quota>;

const day = 24 * 3_600_000;
const minute = 60_000;

/** What every `Quota` does, whatever it counts in. */
export function quotaContract(makeQuota: MakeQuota): void {
  let time: FakeTime;
  let quota: Quota;
  let limits: QuotaLimits;
  beforeEach(async () => {
    // A Monday: the first of the next month is Wednesday, two days on.
    time = new FakeTime(Date.parse("2026-03-30T18:00:00.000Z"));
    limits = { requestsPerDay: 1_000 };
    quota = await makeQuota(time, () => limits);
  });
  const use = async (promptTokens: number, completionTokens: number, owner = "ann") =>
    (await quota.reserve(owner, 5_000)).settle({ promptTokens, completionTokens });
  const refusalOf = async (owner = "ann") => {
    const refused = await quota.reserve(owner, 1).catch((error: unknown) => error);
    if (!(refused instanceof QuotaExceeded)) throw new Error("it was not refused");
    return [refused.code, refused.message, refused.retryAfterSec];
  };

  describe("a quota", () => {
    it("tells where somebody stands, with what is held", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 1_000, tokensPerMonth: 100_000 };
      await use(20, 80);
      const { standing } = await quota.reserve("ann", 300);
      expect(standing).toEqual({
        at: time.clock(),
        requests: {
          name: "requestsPerDay",
          limit: 10,
          used: 2,
          held: 0,
          resetsAt: Date.parse("2026-03-31T00:00:00Z"),
        },
        tokens: {
          name: "tokensPerDay",
          limit: 1_000,
          used: 400,
          held: 300,
          resetsAt: Date.parse("2026-03-31T00:00:00Z"),
        },
      });
    });

    it("tells of the month when less is left of it than of the day", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 1_000, tokensPerMonth: 1_200 };
      await use(0, 900);
      await time.pass(day);
      expect((await quota.reserve("ann", 1)).standing.tokens).toMatchObject({
        limit: 1_200,
        used: 901,
        resetsAt: Date.parse("2026-04-01T00:00:00Z"),
      });
    });

    it("knows no limit of tokens where there is none", async () => {
      await use(1e9, 1e9);
      expect((await quota.reserve("ann", 1)).standing.tokens).toBeUndefined();
    });

    it("gives back what was held and not used, and all of a request whose model was not asked", async () => {
      limits = { requestsPerDay: 2, tokensPerDay: 100 };
      await use(1, 1);
      await (await quota.reserve("ann", 5_000)).settle();
      const { standing } = await quota.reserve("ann", 50);
      expect([standing.requests.used, standing.tokens?.used]).toEqual([2, 52]);
    });

    it("lets a request begin below a limit and end above it, and refuses the next one until the day ends", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 100 };
      await use(0, 99);
      await use(0, 900);
      expect(await refusalOf()).toEqual([
        "quota_exceeded",
        "tokensPerDay: 999 of 100 tokens are used. They come back at 2026-03-31 00:00 UTC.",
        6 * 3_600,
      ]);
      await time.pass(6 * 3_600_000);
      await use(0, 1);
    });

    it("of a month ends with the month", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 1_000, tokensPerMonth: 1_000 };
      await use(500, 500);
      await time.pass(day);
      expect(await refusalOf()).toEqual([
        "quota_exceeded",
        "tokensPerMonth: 1000 of 1000 tokens are used. They come back at 2026-04-01 00:00 UTC.",
        6 * 3_600,
      ]);
      await time.pass(6 * 3_600_000);
      await use(0, 1);
    });

    it("of requests ends with the day", async () => {
      limits = { requestsPerDay: 2 };
      await use(0, 0);
      await use(0, 0);
      expect(await refusalOf()).toEqual([
        "quota_exceeded",
        "requestsPerDay: all 2 requests of the day are used. They come back at 2026-03-31 00:00 UTC.",
        6 * 3_600,
      ]);
      await time.pass(6 * 3_600_000);
      await use(0, 0);
    });

    it("is each person's own", async () => {
      limits = { requestsPerDay: 1 };
      await use(0, 0);
      await use(0, 0, "bob");
      expect((await refusalOf("bob"))[0]).toBe("quota_exceeded");
    });

    it("is never passed by requests at the same time", async () => {
      limits = { requestsPerDay: 1_000, tokensPerDay: 1_000 };
      const fifty = Array.from({ length: 50 }, () => quota.reserve("ann", 100));
      const settled = await Promise.allSettled(fifty);
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
      expect(await refusalOf()).toEqual([
        "too_many_requests",
        "tokensPerDay: 0 of 1000 tokens are used, and replies that are being written hold 1000. Try again when one has ended.",
        5,
      ]);
      for (const result of settled)
        if (result.status === "fulfilled")
          await result.value.settle({ promptTokens: 1, completionTokens: 1 });
      expect((await quota.reserve("ann", 1)).standing).toMatchObject({
        requests: { used: 11 },
        tokens: { used: 21, held: 1 },
      });
    });

    it("gives back what a request held whose writer has died, and counts the request", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 100 };
      await quota.reserve("ann", 100);
      await time.pass(15 * minute);
      expect((await refusalOf())[2]).toBe(5);
      await time.pass(2 * minute);
      expect((await quota.reserve("ann", 1)).standing).toMatchObject({
        requests: { used: 2 },
        tokens: { used: 1, held: 1 },
      });
    });

    it("counts a request for the day on which it began", async () => {
      limits = { requestsPerDay: 10, tokensPerDay: 100 };
      await time.pass(6 * 3_600_000 - minute);
      const hold = await quota.reserve("ann", 50);
      await time.pass(2 * minute);
      await hold.settle({ promptTokens: 40, completionTokens: 2 });
      expect((await quota.reserve("ann", 1)).standing).toMatchObject({
        requests: { used: 1 },
        tokens: { used: 1 },
      });
    });
  });
}
