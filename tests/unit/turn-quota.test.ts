import { describe, expect, it } from "vitest";
import type { QuotaLimits } from "../../runtime/core/quota";
import { runTurn } from "../../runtime/core/turn";
import type { QuotaStanding } from "../../runtime/ports";
import { createMemoryQuota } from "./fakes/memory-quota";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { collect, refusalOf, startedOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();
const ann = { owner: "ann" };

/** A quota whose requests the test sees. */
function limitedTo(limits: QuotaLimits) {
  const quota = createMemoryQuota(tested.clock, () => limits);
  tested.quota = quota;
  return quota;
}

describe("A turn's tokens", () => {
  it("are held before the model is asked: the prompt and the longest reply", async () => {
    const quota = limitedTo({ requestsPerDay: 10, tokensPerDay: 100_000 });
    const held: QuotaStanding[] = [];
    const call = { onAdmitted: (standing: QuotaStanding) => held.push(standing) };
    const model = createScriptedModel(async () => expect(quota.requests).toHaveLength(1), finish);
    const request = { message: "x".repeat(300), maxTokens: 500 };
    await collect(runTurn(tested.portsWith(model), request, ann, call));
    // 108 and, for "Be kind.", 11.
    expect(held.map(({ tokens }) => tokens?.held)).toEqual([619]);
  });

  it.each([true, false])("are what the model says when it has finished, stored: %s", async (store) => {
    const quota = limitedTo({ requestsPerDay: 10 });
    await tested.tell(createScriptedModel(say("Hel"), say("lo"), finish), { message: "Hi", store });
    expect(quota.requests.map(({ used }) => used)).toEqual([{ promptTokens: 7, completionTokens: 3 }]);
  });

  it.each([true, false])("are estimated when the model fails half way, stored: %s", async (store) => {
    const quota = limitedTo({ requestsPerDay: 10 });
    const model = createScriptedModel({ type: "reasoning", text: "abc" }, say("def"), new Error("x"));
    await tested.tell(model, { message: "Hi", store });
    expect(quota.requests.map(({ used }) => used)).toEqual([{ promptTokens: 20, completionTokens: 10 }]);
  });

  it("are none when nothing came, and the request counts", async () => {
    const quota = limitedTo({ requestsPerDay: 10 });
    await tested.tell(createScriptedModel(new Error("asleep")), { message: "Hi" });
    expect(quota.requests.map(({ used }) => used)).toEqual([{ promptTokens: 0, completionTokens: 0 }]);
  });

  it("are estimated when it is stopped", async () => {
    const quota = limitedTo({ requestsPerDay: 10 });
    const model = createScriptedModel(say("Hel"), "silence");
    const turn = runTurn(tested.portsWith(model), { message: "Hi" }, ann);
    const started = startedOf([(await turn.next()).value as never]);
    await turn.next();
    const ending = turn.next();
    await tested.store.requestStop("ann", started.conversationId);
    await tested.time.pass(1_000);
    expect((await ending).value).toMatchObject({ type: "done", message: { status: "stopped" } });
    expect(quota.requests.map(({ used }) => used)).toEqual([{ promptTokens: 20, completionTokens: 9 }]);
  });

  it("that is not stored are counted when its reader leaves", async () => {
    const quota = limitedTo({ requestsPerDay: 10 });
    const model = createScriptedModel(say("Hel"), say("lo"), finish);
    const turn = runTurn(tested.portsWith(model), { message: "Hi", store: false }, ann);
    await turn.next();
    await turn.next();
    await turn.return();
    expect(quota.requests.map(({ used }) => used)).toEqual([{ promptTokens: 20, completionTokens: 9 }]);
  });

  it("are given back when the turn cannot be stored", async () => {
    const quota = limitedTo({ requestsPerDay: 10 });
    tested.store.beginTurn = () => Promise.reject(new Error("throttled"));
    await expect(tested.tell(createScriptedModel(finish), { message: "Hi" })).rejects.toThrow("throttled");
    expect(quota.requests).toEqual([]);
  });

  it("that cannot be counted are logged, and the reply is told", async () => {
    const quota = createMemoryQuota(tested.clock);
    const fault = new Error("throttled");
    tested.quota = {
      reserve: async (...of) => ({ ...(await quota.reserve(...of)), settle: () => Promise.reject(fault) }),
    };
    const events = await tested.tell(createScriptedModel(say("Hi"), finish), { message: "Hi" });
    expect(events.at(-1)).toMatchObject({ type: "done" });
    expect(tested.logger.entries).toEqual([
      { level: "error", message: "what a request took could not be counted", error: fault },
    ]);
  });
});

describe("Over a limit", () => {
  it.each([true, false])("a turn is refused, asks no model and writes nothing, stored: %s", async (store) => {
    limitedTo({ requestsPerDay: 1 });
    await tested.tell(createScriptedModel(finish), { message: "Hi", store: false });
    const model = createScriptedModel(finish);
    expect(await refusalOf(tested.tell(model, { message: "Hi", store }))).toBe(
      "quota_exceeded: requestsPerDay: all 1 requests of the day are used. They come back at 2026-03-02 00:00 UTC.",
    );
    expect(model.requests).toEqual([]);
    expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
  });

  it("a turn that stands already is told all the same, and counts no second time", async () => {
    const quota = limitedTo({ requestsPerDay: 1 });
    const request = { message: "Hi", clientMessageId: "once" };
    const model = createScriptedModel(say("Hello"), finish);
    const first = await tested.tell(model, request);
    const again = await tested.tell(model, request);
    expect(again.at(-1)).toEqual(first.at(-1));
    expect(quota.requests).toHaveLength(1);
    expect(model.requests).toHaveLength(1);
  });
});

describe("A turn that stands already", () => {
  it("holds nothing when it is asked for again", async () => {
    const quota = limitedTo({ requestsPerDay: 10 });
    const request = { message: "Hi", clientMessageId: "once" };
    await tested.tell(createScriptedModel(say("Hello"), finish), request);
    await tested.tell(createScriptedModel(finish), request);
    expect(quota.requests).toHaveLength(1);
  });
});
