import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import type { ChatRequest } from "../../runtime/contract/chat";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { runTurn } from "../../runtime/core/turn";
import type { ConversationStore } from "../../runtime/ports";
import { FakeTime, settle } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryQuota } from "./fakes/memory-quota";
import { createScriptedModel, finish, say, type ScriptedModel } from "./fakes/scripted-model";
import { createFakeTurnFiles } from "./fakes/turn-files";

const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "" };

let time: FakeTime;
let store: ConversationStore;
let logger: ReturnType<typeof createListLogger>;

beforeEach(() => {
  time = new FakeTime();
  store = createMemoryConversationStore(time.clock);
  logger = createListLogger();
});

/** A turn that somebody reads as fast as it comes. */
function start(model: ScriptedModel, request: ChatRequest = { message: "Hi" }) {
  const quota = createMemoryQuota(time.clock);
  const files = createFakeTurnFiles(time.clock);
  const ports = { store, files, quota, model, logger, settings, clock: time.clock, wait: time.wait };
  const events: StreamEvent[] = [];
  const finished = (async () => {
    for await (const event of runTurn({ ...ports, newId: createNewId(time.clock) }, request, {
      owner: "ann",
    }))
      events.push(event);
  })();
  return { events, finished };
}

async function conversationOf({ events }: { events: StreamEvent[] }) {
  await settle();
  const [first] = events;
  if (first?.type !== "started") throw new Error("not started");
  const { conversationId, messageId } = first;
  return { conversationId, read: () => store.getMessage("ann", conversationId, messageId) };
}

function later() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

describe("a running reply", () => {
  it("is saved every second with what was written so far", async () => {
    const rest = later();
    const turn = start(createScriptedModel(say("Hel"), rest.promise, say("lo"), finish));
    const { read } = await conversationOf(turn);
    expect((await read()).text).toBe("");
    await time.pass(1_000);
    expect(await read()).toMatchObject({ text: "Hel", status: "running" });
    rest.resolve();
    await turn.finished;
    expect(await read()).toMatchObject({ text: "Hello", status: "complete" });
  });

  it("stays alive however long the model is silent", async () => {
    const turn = start(createScriptedModel("silence"));
    const { read, conversationId } = await conversationOf(turn);
    await time.pass(600_000);
    expect((await read()).status).toBe("running");
    await store.requestStop("ann", conversationId);
    await time.pass(1_000);
    await turn.finished;
  });

  it("tells its tokens also while a save hangs, and never has two saves under way", async () => {
    const hanging = later();
    let saves = 0;
    store.saveProgress = async () => {
      saves++;
      await hanging.promise;
      return { stopRequested: false };
    };
    const first = later();
    const second = later();
    const turn = start(createScriptedModel(first.promise, say("a"), second.promise, say("b"), finish));
    await time.pass(5_000);
    expect(saves).toBe(1);
    first.resolve();
    await settle();
    expect(turn.events.at(-1)).toEqual({ type: "text", text: "a" });
    second.resolve();
    hanging.resolve();
    await turn.finished;
    expect(turn.events.at(-1)).toMatchObject({ type: "done", message: { text: "ab" } });
  });

  it("survives saves that fail, and says so once", async () => {
    const rest = later();
    store.saveProgress = () => Promise.reject(new Error("throttled"));
    const turn = start(createScriptedModel(say("Hel"), rest.promise, say("lo"), finish));
    await time.pass(5_000);
    rest.resolve();
    await turn.finished;
    expect(turn.events.at(-1)).toMatchObject({ type: "done", message: { text: "Hello" } });
    expect(logger.entries.map(({ message }) => message)).toEqual(["the reply could not be saved"]);
  });

  it("is finished by whoever iterates, and as stopped when its reader goes away in the middle", async () => {
    const model = createScriptedModel(say("Hel"), say("lo"), finish);
    const quota = createMemoryQuota(time.clock);
    const files = createFakeTurnFiles(time.clock);
    const ports = { store, files, quota, model, logger, settings, clock: time.clock, wait: time.wait };
    const turn = runTurn({ ...ports, newId: createNewId(time.clock) }, { message: "Hi" }, { owner: "ann" });
    const { value: started } = await turn.next();
    await turn.next();
    await turn.return();
    if (started?.type !== "started") throw new Error("not started");
    const reply = await store.getMessage("ann", started.conversationId, started.messageId);
    expect(reply).toMatchObject({ text: "Hel", status: "stopped", finishReason: "stopped" });
  });
});

describe("a stop", () => {
  it("ends a silent model within a second and keeps what was written", async () => {
    const model = createScriptedModel(say("Hel"), "silence", say("lo"), finish);
    const turn = start(model);
    const { conversationId, read } = await conversationOf(turn);
    expect(await store.requestStop("ann", conversationId)).toBe(true);
    await time.pass(1_000);
    await turn.finished;
    expect(model.aborted).toBe(1);
    expect(await read()).toMatchObject({ text: "Hel", status: "stopped", finishReason: "stopped" });
    expect(turn.events.at(-1)).toEqual({ type: "done", message: await read() });
    expect(logger.entries).toEqual([]);
  });

  it("comes to the model also when its conversation is deleted", async () => {
    const model = createScriptedModel("silence");
    const turn = start(model);
    const { conversationId } = await conversationOf(turn);
    await store.deleteConversation("ann", conversationId);
    const outcome = turn.finished.catch((error: unknown) => error);
    await time.pass(1_000);
    expect(await outcome).toMatchObject({ code: "not_found" });
    expect(model.aborted).toBe(1);
  });
});

describe("a turn sent twice", () => {
  const request = { message: "Hi", clientMessageId: "once" };

  it("is told from the store when its reply has ended, without a second call of the model", async () => {
    const first = start(
      createScriptedModel({ type: "reasoning", text: "Hm." }, say("Hel"), say("lo"), finish),
      request,
    );
    await first.finished;
    const model = createScriptedModel();
    const second = start(model, request);
    await second.finished;
    expect(second.events).toEqual([
      first.events[0],
      { type: "reasoning", text: "Hm." },
      { type: "text", text: "Hello" },
      first.events.at(-1),
    ]);
    expect(model.requests).toEqual([]);
  });

  it("is followed to its end while its reply still runs", async () => {
    const middle = later();
    const end = later();
    const first = start(
      createScriptedModel(say("Hel"), middle.promise, say("lo"), end.promise, finish),
      request,
    );
    await time.pass(1_000);
    const second = start(createScriptedModel(), request);
    await settle();
    expect(second.events.slice(1)).toEqual([{ type: "text", text: "Hel" }]);
    middle.resolve();
    await time.pass(2_000);
    expect(second.events.slice(2)).toEqual([{ type: "text", text: "lo" }]);
    end.resolve();
    await first.finished;
    await time.pass(1_000);
    await second.finished;
    expect(second.events.at(-1)).toEqual(first.events.at(-1));
  });

  it("ends as interrupted when whoever wrote its reply has died", async () => {
    store.saveProgress = () => new Promise(() => {});
    start(createScriptedModel(say("Hel"), "silence"), request);
    await settle();
    const second = start(createScriptedModel(), request);
    await time.pass(20_000);
    await second.finished;
    expect(second.events.at(-1)).toMatchObject({
      type: "error",
      error: { code: "internal", message: "The reply was interrupted. Try again." },
      message: { status: "interrupted" },
    });
  });
});
