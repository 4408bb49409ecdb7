import { describe, expect, it, vi } from "vitest";
import { limits } from "../../runtime/contract/limits";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { createChatModel } from "../../ui/models/chat-model";
import { createConversationsModel } from "../../ui/models/conversations-model";
import { createNoticesModel } from "../../ui/models/notices-model";
import type { PagePorts } from "../../ui/ports";
import { fakePorts, fakeStorage, message } from "./ui-fakes";

/** The stream of the turn with this number; every turn has a conversation of its own. */
function* turnEvents(turn: number): Generator<StreamEvent> {
  // Ids sort by time.
  const number = String(turn).padStart(3, "0");
  const [userMessageId, messageId, conversationId] = [`m${number}-1`, `m${number}-2`, `c${number}`];
  yield { type: "started", conversationId, userMessageId, messageId, title: `Turn ${turn}` };
  yield { type: "text", text: `Reply ${turn}` };
  const reply = { id: messageId, conversationId, parentId: userMessageId, text: `Reply ${turn}` };
  yield { type: "done", message: message(reply) };
}

/** A temporary chat of which all that could leave the page is kept. */
function temporaryChat(given: Partial<PagePorts> = {}, answer?: ParleyApi["chat"]) {
  const stored: Record<string, string> = {};
  const tell = vi.fn();
  const told = { tell, listen: () => () => undefined };
  const chat = vi.fn<ParleyApi["chat"]>(
    answer ??
      async function* (): AsyncGenerator<StreamEvent> {
        yield* turnEvents(chat.mock.calls.length);
      },
  );
  const ports = fakePorts({ chat }, { storage: fakeStorage(stored), tabs: told, ...given });
  const notices = createNoticesModel(ports);
  const conversations = createConversationsModel(ports, notices);
  const model = createChatModel(ports, conversations, notices);
  const ask = async (text: string) => {
    model.thread.value.draft.write(text);
    await model.thread.value.send();
    await vi.waitFor(() => expect(model.thread.value.running.value).toBeUndefined(), { interval: 1 });
  };
  const shown = () => model.thread.value.entries.path.value.map((entry) => entry.message.value.text);
  return { model, ports, notices, conversations, stored, tell, chat, ask, shown };
}

/** Runs until it is left. */
async function* endless(_: unknown, signal?: AbortSignal): AsyncGenerator<StreamEvent> {
  yield* [...turnEvents(1)].slice(0, 2);
  await new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}

describe("a temporary chat", () => {
  it("asks that nothing is stored, and tells the model what was said before", async () => {
    const { model, chat, ask, shown } = temporaryChat();
    model.switchTemporary();
    await ask("One");
    await ask("Two");
    expect(chat.mock.calls.map(([request]) => request)).toEqual([
      { message: "One", stream: true, store: false, history: [] },
      {
        message: "Two",
        stream: true,
        store: false,
        history: [
          { role: "user", text: "One" },
          { role: "assistant", text: "Reply 1" },
        ],
      },
    ]);
    expect(shown()).toEqual(["One", "Reply 1", "Two", "Reply 2"]);
  });

  it("leaves nothing in storage, on the list, in the address, in the title or with other tabs", async () => {
    const { model, ports, conversations, stored, tell, ask } = temporaryChat();
    model.switchTemporary();
    await ask("A secret");
    model.thread.value.takeBack();
    model.thread.value.draft.write("half a secret");
    expect([stored, ports.location.path(), conversations.groups.value]).toEqual([{}, "/", []]);
    expect([model.thread.value.id.value, model.thread.value.heading.value]).toEqual([
      undefined,
      "Temporary chat",
    ]);
    expect(tell).not.toHaveBeenCalled();
  });

  it("can be taken along, every branch of it, but for what the server has not taken yet", async () => {
    const { model, ask } = temporaryChat({}, async function* (request) {
      if (request.message === "Two") await new Promise(() => undefined);
      yield* turnEvents(request.message === "Other" ? 2 : 1);
    });
    model.switchTemporary();
    const thread = model.thread.value;
    expect(thread.unstored()).toBeUndefined();
    await ask("One");
    const [question] = thread.entries.path.value;
    if (!question) throw new Error("nothing was asked");
    question.edit.value = { text: "Other", from: "message" };
    await thread.sendEdit(question);
    await vi.waitFor(() => expect(thread.running.value).toBeUndefined());
    thread.draft.write("Two");
    void thread.send();
    const { conversation, messages = [] } = thread.unstored() ?? {};
    expect(conversation).toMatchObject({ id: thread.key, title: "Turn 1", pinned: false });
    expect(messages.map(({ id, text }) => [id, text])).toEqual([
      ["m001-1", "One"],
      ["m001-2", "Reply 1"],
      ["m002-1", "Other"],
      ["m002-2", "Reply 2"],
    ]);
    model.startNew();
    expect(model.thread.value.unstored()).toBeUndefined();
  });

  it("lets the oldest messages fall off what it tells the model", async () => {
    const { model, chat, ask } = temporaryChat();
    model.switchTemporary();
    const turns = limits.historyMessages / 2 + 2;
    for (let turn = 1; turn <= turns; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ask(`Turn ${turn}`);
    }
    const history = chat.mock.lastCall?.[0].history ?? [];
    expect([history.length, history[0]?.text, history.at(-1)?.text]).toEqual([
      limits.historyMessages,
      "Turn 2",
      `Reply ${turns - 1}`,
    ]);
  });

  it("tells no more than a request can carry, however long what was said is", async () => {
    const { model, chat, ask } = temporaryChat();
    model.switchTemporary();
    const long = "语".repeat(limits.messageChars);
    for (let turn = 1; turn <= 4; turn += 1) await ask(long);
    const { history = [], ...rest } = chat.mock.lastCall?.[0] ?? {};
    expect(history.map(({ role }) => role)).toEqual(["assistant", "user", "assistant"]);
    expect(Buffer.byteLength(JSON.stringify({ ...rest, history }))).toBeLessThan(limits.bodyBytes);
  });

  it("makes a reply again, and edits a message, out of what the page has", async () => {
    const { model, chat, ask, shown } = temporaryChat();
    model.switchTemporary();
    await ask("One");
    await ask("Two");
    const [, , question, reply] = model.thread.value.entries.path.value;
    if (!question || !reply) throw new Error("there are not four messages");
    await model.thread.value.regenerate(reply);
    await vi.waitFor(() => expect(shown().at(-1)).toBe("Reply 3"));
    model.thread.value.edit(question, "message");
    question.edit.value = { text: "Another two", from: "message" };
    await model.thread.value.sendEdit(question);
    await vi.waitFor(() => expect(shown().at(-1)).toBe("Reply 4"));
    const before = [
      { role: "user", text: "One" },
      { role: "assistant", text: "Reply 1" },
    ];
    expect(chat.mock.calls.slice(2).map(([request]) => [request.message, request.history])).toEqual([
      ["Two", before],
      ["Another two", before],
    ]);
    expect(model.thread.value.entries.versionOf(question)).toEqual({ number: 1, count: 2 });
  });

  it("keeps what has come of a reply that is stopped, and leaves the request", async () => {
    let left: AbortSignal | undefined;
    const { model, ask, shown } = temporaryChat({}, (request, signal) => {
      left = signal;
      return endless(request, signal);
    });
    model.switchTemporary();
    const asked = ask("One");
    await vi.waitFor(() => expect(shown()).toEqual(["One", "Reply 1"]));
    await model.thread.value.stop();
    await asked;
    expect([left?.aborted, model.thread.value.entries.path.value.at(-1)?.message.value.status]).toEqual([
      true,
      "stopped",
    ]);
  });

  it("fails where the connection is lost, as there is no stored reply to follow, and can be tried again", async () => {
    const { model, chat, ask, shown } = temporaryChat({}, async function* (): AsyncGenerator<StreamEvent> {
      const turn = chat.mock.calls.length;
      yield* turn === 1 ? [...turnEvents(1)].slice(0, 2) : turnEvents(turn);
      if (turn === 1) throw new ConnectionLost();
    });
    model.switchTemporary();
    await ask("One");
    const reply = model.thread.value.entries.path.value.at(-1);
    if (!reply) throw new Error("there is no reply");
    expect([reply.message.value.status, reply.message.value.text]).toEqual(["failed", "Reply 1"]);
    await model.thread.value.regenerate(reply);
    await vi.waitFor(() => expect(shown()).toEqual(["One", "Reply 2"]));
  });
});

describe("the switch to a temporary chat", () => {
  it("takes along what was written and set in the empty chat, there and back", () => {
    const { model, stored } = temporaryChat();
    model.thread.value.draft.write("Half a question");
    model.settings.value.write({ temperature: "0.2" });
    const state = () => {
      const { isTemporary, draft } = model.thread.value;
      return [isTemporary, draft.text.value, model.settings.value.forTurn().temperature, { ...stored }];
    };
    model.switchTemporary();
    expect(state()).toEqual([true, "Half a question", 0.2, {}]);
    model.switchTemporary();
    const draft = { "parley:draft:new": "Half a question" };
    expect(state()).toEqual([false, "Half a question", 0.2, draft]);
  });

  it("ends a temporary chat, of which nothing comes along", async () => {
    const { model, notices, stored, ask, shown } = temporaryChat();
    model.switchTemporary();
    await ask("A secret");
    model.thread.value.takeBack();
    model.switchTemporary();
    expect([model.thread.value.isTemporary, model.thread.value.draft.text.value, shown()]).toEqual([
      false,
      "",
      [],
    ]);
    expect([stored, notices.items.value]).toEqual([{}, []]);
  });
});

describe("a temporary chat that is left while a reply runs", () => {
  function leftWhileRunning() {
    let passTime = (): void => undefined;
    const wait = () => new Promise<void>((resolve) => (passTime = resolve));
    const signals: (AbortSignal | undefined)[] = [];
    const made = temporaryChat({ wait }, (request, signal) => {
      signals.push(signal);
      return endless(request, signal);
    });
    return { ...made, isEnded: () => signals[0]?.aborted, passTime: () => passTime() };
  }

  async function begin({ model, shown }: ReturnType<typeof leftWhileRunning>): Promise<void> {
    model.switchTemporary();
    model.thread.value.draft.write("One");
    await model.thread.value.send();
    await vi.waitFor(() => expect(shown()).toEqual(["One", "Reply 1"]));
  }

  it("can be gone back to, with its reply still running", async () => {
    const made = leftWhileRunning();
    await begin(made);
    made.model.startNew();
    expect(made.shown()).toEqual([]);
    const [notice] = made.notices.items.value;
    expect([notice?.text, notice?.action?.label]).toEqual(["Temporary chat ended", "Undo"]);
    notice?.action?.run();
    made.passTime();
    await Promise.resolve();
    expect([made.shown(), made.model.thread.value.isTemporary, made.isEnded()]).toEqual([
      ["One", "Reply 1"],
      true,
      false,
    ]);
  });

  it("ends with its reply when that offer has passed", async () => {
    const made = leftWhileRunning();
    await begin(made);
    made.model.startNew();
    expect(made.isEnded()).toBe(false);
    made.passTime();
    await vi.waitFor(() => expect(made.isEnded()).toBe(true));
  });
});
