import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import { runTurn } from "../../runtime/core/turn";
import type { ConversationStore, ModelClient } from "../../runtime/ports";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { refusalOf, startedOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();

describe("a turn that is not stored", () => {
  const history = [
    { role: "user" as const, text: "1?" },
    { role: "assistant" as const, text: "One." },
  ];

  it("asks the model with its history and tells the whole reply, and touches no store", async () => {
    tested.store = new Proxy({} as ConversationStore, {
      get: (_, method) => () => Promise.reject(new Error(`${String(method)} was called`)),
    });
    const model = createScriptedModel({ type: "reasoning", text: "Hm." }, say("Two."), finish);
    const request = { message: "2?", store: false, history, system: "Be brief.", maxTokens: 50 };
    const events = await tested.tell(model, request);
    expect(model.requests).toEqual([
      {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "1?" },
          { role: "assistant", content: "One." },
          { role: "user", content: "2?" },
        ],
        model: undefined,
        temperature: undefined,
        maxTokens: 50,
      },
    ]);
    const { conversationId, userMessageId, messageId, title } = startedOf(events);
    expect(title).toBe("2?");
    const now = "2026-03-01T12:00:00.000Z";
    expect(events.slice(1)).toEqual([
      { type: "reasoning", text: "Hm." },
      { type: "text", text: "Two." },
      {
        type: "done",
        message: {
          id: messageId,
          conversationId,
          parentId: userMessageId,
          role: "assistant",
          text: "Two.",
          reasoning: "Hm.",
          reasoningMs: 0,
          status: "complete",
          createdAt: now,
          updatedAt: now,
          finishReason: "stop",
          model: "gpt-oss",
          usage: { promptTokens: 7, completionTokens: 3 },
        },
      },
    ]);
  });

  it("drops the oldest of a history that does not fit", async () => {
    const model = createScriptedModel(finish);
    const long = Array.from({ length: 20 }, () => ({ role: "user" as const, text: "x".repeat(3_000) }));
    await tested.tell(model, { message: "last", store: false, history: long });
    expect(model.requests[0]?.messages).toHaveLength(10);
  });

  it("ends in an event when the model fails", async () => {
    const model = createScriptedModel(say("Hel"), new Error("x"));
    const events = await tested.tell(model, { message: "Hi", store: false });
    expect(events.at(-1)).toMatchObject({
      type: "error",
      error: { code: "model_error" },
      message: { text: "Hel", status: "failed" },
    });
  });

  it("ends the generation when it is left", async () => {
    const script = createScriptedModel(say("Hel"), say("lo"), finish);
    let ended = false;
    const model: ModelClient = {
      async *stream(request, signal) {
        try {
          yield* script.stream(request, signal);
        } finally {
          ended = true;
        }
      },
    };
    const turn = runTurn(tested.portsWith(model), { message: "Hi", store: false }, { owner: "ann" });
    await turn.next();
    expect((await turn.next()).value).toEqual({ type: "text", text: "Hel" });
    await turn.return();
    expect(ended).toBe(true);
  });

  it.each<[string, ChatRequest]>([
    ["conversationId: names what is stored; it goes without store: false.", { conversationId: "c" }],
    ["parentId: names what is stored; it goes without store: false.", { parentId: null }],
    ["clientMessageId: names what is stored; it goes without store: false.", { clientMessageId: "c" }],
    ["regenerate: names what is stored; it goes without store: false.", { regenerate: "m" }],
  ])("is refused with %s", async (problem, request) => {
    const model = createScriptedModel(finish);
    expect(await refusalOf(tested.tell(model, { message: "Hi", store: false, ...request }))).toBe(
      `bad_request: ${problem}`,
    );
    expect(model.requests).toEqual([]);
  });

  it("is the only one that may tell its history", async () => {
    const model = createScriptedModel(finish);
    expect(await refusalOf(tested.tell(model, { message: "Hi", history }))).toBe(
      "bad_request: history: is only for turns with store: false.",
    );
    expect(await refusalOf(tested.tell(model, { store: false, history }))).toBe(
      "bad_request: message: is missing; it must be a string.",
    );
    expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
  });
});
