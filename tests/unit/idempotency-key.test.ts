import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import { runTurn } from "../../runtime/core/turn";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { collect, refusalOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();

const model = () => createScriptedModel(say("Hello"), finish);
const tell = (request: ChatRequest, idempotencyKey: string, asked = model()) =>
  collect(runTurn(tested.portsWith(asked), request, { owner: "ann" }, { idempotencyKey }));

describe("An Idempotency-Key", () => {
  it("gives the same turn again, however it is answered", async () => {
    const first = await tell({ message: "Hi", temperature: 0.5, stream: true }, "once");
    const unasked = model();
    const again = await tell({ temperature: 0.5, message: "Hi" }, "once", unasked);
    expect(again).toEqual(first);
    expect(unasked.requests).toEqual([]);
    expect((await tested.store.listConversations("ann", { limit: 10 })).conversations).toHaveLength(1);
  });

  it("follows a turn that still runs", async () => {
    let say2 = () => {};
    const pause = new Promise<void>((resolve) => (say2 = resolve));
    const running = tell(
      { message: "Hi" },
      "once",
      createScriptedModel(say("Hel"), pause, say("lo"), finish),
    );
    await tested.time.pass(1_000);
    const again = tell({ message: "Hi" }, "once");
    await tested.time.pass(500);
    say2();
    await tested.time.pass(2_000);
    expect((await again).at(-1)).toEqual((await running).at(-1));
  });

  it("with another body is a conflict, which asks no model and holds nothing", async () => {
    await tell({ message: "Hi" }, "once");
    const unasked = model();
    for (const request of [{ message: "Ho" }, { message: "Hi", temperature: 0 }])
      expect(await refusalOf(tell(request, "once", unasked))).toBe(
        "conflict: Idempotency-Key: was used within the last 24 hours with another body; a new request needs a key of its own.",
      );
    expect(unasked.requests).toEqual([]);
    expect((await tested.quota.reserve("ann", 1)).standing.requests.used).toBe(2);
  });

  it("is another owner's own", async () => {
    await tell({ message: "Hi" }, "once");
    const bobs = collect(
      runTurn(tested.portsWith(model()), { message: "Ho" }, { owner: "bob" }, { idempotencyKey: "once" }),
    );
    expect((await bobs).at(-1)).toMatchObject({ type: "done" });
  });

  it("and a clientMessageId are the same name, or refused", async () => {
    const first = await tell({ message: "Hi" }, "once");
    const again = collect(
      runTurn(tested.portsWith(model()), { message: "Hi", clientMessageId: "once" }, { owner: "ann" }),
    );
    expect(await again).toEqual(first);
    expect(await refusalOf(tell({ message: "Hi", clientMessageId: "two" }, "once"))).toBe(
      "bad_request: Idempotency-Key: is not the body's clientMessageId; send one of them.",
    );
  });

  it("is refused where nothing is stored", async () => {
    expect(await refusalOf(tell({ message: "Hi", store: false }, "once"))).toBe(
      "bad_request: Idempotency-Key: finds a stored turn again; it goes without store: false.",
    );
  });
});
