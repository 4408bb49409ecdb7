import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import type { ChatRequest } from "../../runtime/contract/chat";
import { Problem } from "../../runtime/contract/problem";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { runTurn, type TurnPorts } from "../../runtime/core/turn";
import type { ConversationStore, NewId } from "../../runtime/ports";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryQuota } from "./fakes/memory-quota";
import { createScriptedModel, finish, say, type ScriptedModel } from "./fakes/scripted-model";
import { createFakeTurnFiles } from "./fakes/turn-files";

const ann = { owner: "ann" };
const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "Be kind." };

let time: FakeTime;
let store: ConversationStore;
let quota: ReturnType<typeof createMemoryQuota>;
let newId: NewId;
let logger: ReturnType<typeof createListLogger>;

beforeEach(() => {
  time = new FakeTime();
  store = createMemoryConversationStore(time.clock);
  quota = createMemoryQuota(time.clock);
  newId = createNewId(time.clock);
  logger = createListLogger();
});

function portsWith(model: ScriptedModel): TurnPorts {
  const files = createFakeTurnFiles(time.clock);
  return { store, files, quota, model, logger, settings, clock: time.clock, wait: time.wait, newId };
}

async function tell(model: ScriptedModel, request: ChatRequest): Promise<StreamEvent[]> {
  return collect(runTurn(portsWith(model), request, ann));
}

async function collect(turn: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of turn) events.push(event);
  return events;
}

function startedOf(events: StreamEvent[]) {
  const [first] = events;
  if (first?.type !== "started") throw new Error(`the turn began with ${first?.type}`);
  return first;
}

const problemOf = (turn: Promise<unknown>) =>
  turn.then(
    () => undefined,
    (error: Problem) => `${error.code}: ${error.message}`,
  );

describe("a turn", () => {
  it("tells start, deltas and the stored reply, in order", async () => {
    const events = await tell(
      createScriptedModel({ type: "reasoning", text: "Hm." }, say("Hel"), say("lo"), finish),
      { message: "# Hi there" },
    );
    const { conversationId, messageId, title } = startedOf(events);
    const stored = await store.getMessage("ann", conversationId, messageId);
    expect(title).toBe("Hi there");
    expect(events.slice(1)).toEqual([
      { type: "reasoning", text: "Hm." },
      { type: "text", text: "Hel" },
      { type: "text", text: "lo" },
      { type: "done", message: stored },
    ]);
    expect(stored).toMatchObject({
      text: "Hello",
      reasoning: "Hm.",
      status: "complete",
      finishReason: "stop",
      model: "gpt-oss",
      usage: { promptTokens: 7, completionTokens: 3 },
    });
  });

  it("has stored message and empty reply before the model is asked", async () => {
    const model = createScriptedModel(finish);
    const turn = runTurn(portsWith(model), { message: "Hi" }, ann);
    const { value: started } = await turn.next();
    if (started?.type !== "started") throw new Error("not started");
    const { messages } = await store.listMessages("ann", started.conversationId, { limit: 10 });
    expect(messages.map(({ role, text, status }) => [role, text, status])).toEqual([
      ["assistant", "", "running"],
      ["user", "Hi", "complete"],
    ]);
    expect(model.requests).toEqual([]);
    await collect(turn);
    expect(model.requests).toHaveLength(1);
  });

  it("sends system prompt, history and message to the model, within the path to the parent", async () => {
    const first = startedOf(await tell(createScriptedModel(say("One."), finish), { message: "1?" }));
    const { conversationId } = first;
    await tell(createScriptedModel(say("Two."), finish), { message: "2?", conversationId });
    const model = createScriptedModel(finish);
    const edit = { message: "2, again?", conversationId, parentId: first.messageId, temperature: 0.5 };
    await tell(model, { ...edit, maxTokens: 50, system: "Be brief." });
    expect(model.requests).toEqual([
      {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "1?" },
          { role: "assistant", content: "One." },
          { role: "user", content: "2, again?" },
        ],
        model: undefined,
        temperature: 0.5,
        maxTokens: 50,
      },
    ]);
  });

  it("goes on after the newest reply unless told otherwise, and at the root with null", async () => {
    const first = startedOf(await tell(createScriptedModel(say("One."), finish), { message: "1?" }));
    const { conversationId } = first;
    const next = startedOf(await tell(createScriptedModel(finish), { message: "2?", conversationId }));
    const root = startedOf(
      await tell(createScriptedModel(finish), { message: "3?", conversationId, parentId: null }),
    );
    const parentOf = async (id: string) => (await store.getMessage("ann", conversationId, id)).parentId;
    expect(await parentOf(next.userMessageId)).toBe(first.messageId);
    expect(await parentOf(root.userMessageId)).toBeNull();
  });

  it("makes a reply again as another version of it, with the same prompt", async () => {
    const first = startedOf(await tell(createScriptedModel(say("One."), finish), { message: "1?" }));
    const { conversationId } = first;
    const second = startedOf(
      await tell(createScriptedModel(say("Two."), finish), { message: "2?", conversationId }),
    );
    await tell(createScriptedModel(say("Three."), finish), { message: "3?", conversationId });
    const model = createScriptedModel(say("Two, or so."), finish);
    const again = startedOf(await tell(model, { conversationId, regenerate: second.messageId }));
    expect(model.requests[0]?.messages.map(({ content }) => content)).toEqual([
      "Be kind.",
      "1?",
      "One.",
      "2?",
    ]);
    expect(again.userMessageId).toBe(second.userMessageId);
    const { messages } = await store.listMessages("ann", conversationId, { limit: 10 });
    expect(messages).toHaveLength(7);
    expect(messages[0]).toMatchObject({ id: again.messageId, parentId: second.userMessageId });
  });

  it("makes only a reply again, and only one that is there", async () => {
    const { conversationId, userMessageId } = startedOf(
      await tell(createScriptedModel(finish), { message: "Hi" }),
    );
    const regenerate = (id: string) =>
      problemOf(tell(createScriptedModel(finish), { conversationId, regenerate: id }));
    expect(await regenerate(userMessageId)).toBe(
      "bad_request: regenerate: names a message that is no reply to another.",
    );
    expect(await regenerate("01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBe(
      "not_found: There is no such message in this conversation.",
    );
  });

  it("reads no more of a long history than fits", async () => {
    let conversationId: string | undefined;
    const long = "x".repeat(3_000);
    for (let turn = 0; turn < 40; turn++)
      ({ conversationId } = startedOf(
        await tell(createScriptedModel(say(long), finish), { message: "?", conversationId }),
      ));
    const model = createScriptedModel(finish);
    const pages: number[] = [];
    const kept = store;
    store = { ...kept };
    store.listMessages = async (...args) => {
      const page = await kept.listMessages(...args);
      pages.push(page.messages.length);
      return page;
    };
    await tell(model, { message: "last", conversationId });
    expect(pages).toEqual([50]);
    expect(model.requests[0]?.messages).toHaveLength(18);
  });
});

describe("a turn that is wrong", () => {
  const silent = createScriptedModel(finish);

  it.each<[string, ChatRequest]>([
    [
      "not_found: There is no such conversation.",
      { message: "Hi", conversationId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    ],
    ["bad_request: message: is missing; it must be a string.", {}],
    [
      "bad_request: regenerate: needs the conversationId of the reply it names.",
      { regenerate: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    ],
    [
      "bad_request: regenerate: goes without message and parentId; the reply has both.",
      { message: "Hi", conversationId: "c", regenerate: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    ],
    [
      'bad_request: model: "gpt-9" is not served here; allowed is "gpt-oss".',
      { message: "Hi", model: "gpt-9" },
    ],
    [
      "bad_request: parentId: needs the conversationId of the message it names.",
      { message: "Hi", parentId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    ],
    [
      "bad_request: maxTokens: is 10000; less than 10000 is allowed, which prompt and reply share.",
      { message: "Hi", maxTokens: 10_000 },
    ],
    [
      "too_large: The message is about 10008 tokens; at most 8989 fit beside the system prompt and the reply.",
      { message: "x".repeat(30_000) },
    ],
  ])("is refused with %s", async (problem, request) => {
    expect(await problemOf(tell(silent, request))).toBe(problem);
    expect(await store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
    expect(silent.requests).toEqual([]);
  });

  it("in its parent leaves the conversation as it was", async () => {
    const { conversationId } = startedOf(await tell(createScriptedModel(finish), { message: "Hi" }));
    const before = await store.listMessages("ann", conversationId, { limit: 10 });
    const parentId = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    expect(await problemOf(tell(silent, { message: "Hi", conversationId, parentId }))).toBe(
      "not_found: There is no such message in this conversation.",
    );
    expect(await store.listMessages("ann", conversationId, { limit: 10 })).toEqual(before);
  });
});

describe("a reply that fails", () => {
  it("keeps its text and tells no word of the model's own", async () => {
    const cause = new Error("CUDA out of memory on /dev/gpu0");
    const problem = new Problem("model_error", "The model failed. Try again.", { cause });
    const events = await tell(createScriptedModel(say("Hel"), problem), { message: "Hi" });
    const { conversationId, messageId } = startedOf(events);
    const stored = await store.getMessage("ann", conversationId, messageId);
    const error = { code: "model_error", message: "The model failed. Try again." };
    expect(events.at(-1)).toEqual({ type: "error", error, message: stored });
    expect(stored).toMatchObject({ text: "Hel", status: "failed", finishReason: "error", error });
    expect(JSON.stringify(events)).not.toContain("CUDA");
    expect(logger.entries).toEqual([
      { level: "error", message: "the model failed", error: problem, conversationId, messageId },
    ]);
  });

  it("is one that the model cut without a finish", async () => {
    const events = await tell(createScriptedModel(say("Hel")), { message: "Hi" });
    expect(events.at(-1)).toMatchObject({
      type: "error",
      error: { code: "model_error" },
      message: { text: "Hel", status: "failed" },
    });
  });

  it("says when the model is only busy", async () => {
    const busy = new Problem("model_unavailable", "The model is not available now.");
    const events = await tell(createScriptedModel(busy), { message: "Hi" });
    expect(events.at(-1)).toMatchObject({ error: { code: "model_unavailable" } });
  });

  it("does not end the conversation", async () => {
    const { conversationId } = startedOf(await tell(createScriptedModel(new Error("x")), { message: "Hi" }));
    const model = createScriptedModel(say("Yes."), finish);
    const events = await tell(model, { message: "Still there?", conversationId });
    expect(events.at(-1)).toMatchObject({ type: "done", message: { text: "Yes.", status: "complete" } });
    const sent = model.requests[0]?.messages.map(({ content }) => content);
    expect(sent).toEqual(["Be kind.", "Hi", "Still there?"]);
  });
});
