import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ErrorBody } from "../../runtime/contract/problem";
import { usageRoutes } from "../../runtime/lambda/usage-routes";
import { problemAnswer, toProblem } from "../../runtime/lambda/answer";
import { dispatch } from "../../runtime/lambda/routes";
import { type ApiCall, apiEvent } from "./fakes/api-event";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";

const standard = { name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 10 };
const team = { ...standard, name: "team", tokensPerDay: 1_000 };
const today = { date: "2026-03-01", requests: 2, promptTokens: 10, completionTokens: 20 };

const usage = {
  usageOf: vi.fn(async (_owner: string, _from: string, _to: string) => [today]),
  everyonesUsage: vi.fn(async (_from: string, _to: string) => [{ owner: "ann", days: [today] }]),
};
let profile: { tier?: string; isAdmin: boolean };
beforeEach(() => {
  vi.clearAllMocks();
  profile = { isAdmin: false };
});

async function get(query: Record<string, string> = {}, call: ApiCall = {}) {
  const ports = { usage, profiles: { getProfile: async () => profile }, clock: new FakeTime().clock };
  const routes = usageRoutes(ports, { tiers: [standard, team], instancePricePerHour: 2 });
  const answer = await dispatch(routes, apiEvent({ path: "/usage", query, ...call })).catch(
    (error: unknown) => problemAnswer(toProblem(error, createListLogger(), "request-1"), "request-1"),
  );
  return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
}

describe("GET /usage", () => {
  it("tells one's own use of 30 days, with what one may use", async () => {
    profile = { tier: "team", isAdmin: false };
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(usage.usageOf.mock.calls).toEqual([["ann", "2026-01-31", "2026-03-01"]]);
    expect(body).toMatchObject({
      tier: team,
      today,
      month: { month: "2026-03", requests: 2, promptTokens: 10, completionTokens: 20 },
    });
    expect((body as { days: unknown[] }).days).toHaveLength(30);
  });

  it("tells an admin what everybody has used, with the cost", async () => {
    profile = { isAdmin: true };
    expect(await get({ everyone: "true", days: "1" })).toEqual({
      status: 200,
      body: {
        days: [today],
        users: [{ user: "ann", requests: 2, promptTokens: 10, completionTokens: 20, costUsd: 24 }],
        cost: { instancePricePerHourUsd: 2, totalUsd: 24 },
      },
    });
    expect(usage.everyonesUsage.mock.calls).toEqual([["2026-03-01", "2026-03-01"]]);
  });

  it.each<[number, string, Record<string, string>]>([
    [403, "everyone: only an admin may see it.", { everyone: "true" }],
    [400, "days: is 0; the least allowed is 1.", { days: "0" }],
    [400, "days: is 367; the most allowed is 366.", { days: "367" }],
    [400, "days:", { days: "all" }],
    [400, "everyone:", { everyone: "yes" }],
    [400, "month: is not", { month: "3" }],
  ])("is refused %i, %s", async (status, message, query) => {
    const answer = await get(query);
    expect(answer.status).toBe(status);
    expect((answer.body as ErrorBody).error.message).toContain(message);
    expect(usage.everyonesUsage).not.toHaveBeenCalled();
  });
});
