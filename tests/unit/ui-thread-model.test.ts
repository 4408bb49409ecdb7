import { describe, expect, it, vi } from "vitest";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { createThreadModel } from "../../ui/models/thread-model";
import type { ThreadPorts } from "../../ui/models/thread-ports";
import type { PagePorts } from "../../ui/ports";
import { fakePorts, fakeStorage, message, started, streamOf } from "./ui-fakes";

const reply = message({ id: "m2", parentId: "m1", text: "Good day" });
const done: StreamEvent = { type: "done", message: reply };

function threadPorts(api: Partial<ParleyApi>, given: Partial<PagePorts> = {}) {
  return {
    ...fakePorts(api, given),
    notify: vi.fn(),
    dismiss: vi.fn(),
    titleOf: () => undefined,
    onLoaded: vi.fn(),
    onStarted: vi.fn(),
    onEnded: vi.fn(),
  } satisfies ThreadPorts;
}

function shown(thread: ReturnType<typeof createThreadModel>): string[] {
  return thread.entries.path.value.map(
    ({ message: { value } }) => `${value.id} ${value.status}: ${value.text}`,
  );
}

async function ended(ports: ReturnType<typeof threadPorts>): Promise<void> {
  await vi.waitFor(() => expect(ports.onEnded).toHaveBeenCalled());
}

describe("a thread", () => {
  it("sends the draft, takes its ids from the stream and empties the box", async () => {
    const chat = vi.fn<ParleyApi["chat"]>(() => streamOf([started, { type: "text", text: "Good" }, done]));
    const ports = threadPorts({ chat });
    const thread = createThreadModel(ports);
    thread.draft.write("Hello");
    await thread.send();
    await ended(ports);
    expect(chat.mock.calls[0]?.[0]).toEqual({ message: "Hello", clientMessageId: "id-2", stream: true });
    expect(shown(thread)).toEqual(["m1 complete: Hello", "m2 complete: Good day"]);
    expect([thread.id.value, thread.heading.value, thread.draft.text.value]).toEqual(["c1", "Hello", ""]);
    expect(ports.storage.get("parley:draft:new")).toBeUndefined();
  });

  it("gives the text back when the turn is refused, and sends the same turn when it is tried again", async () => {
    const refusal = new ApiError(429, "too_many_requests", "Over quota.");
    const chat = vi.fn<ParleyApi["chat"]>(() => streamOf([], refusal));
    const ports = threadPorts({ chat });
    const thread = createThreadModel(ports);
    thread.draft.write("Hello");
    await thread.send();
    expect([thread.draft.text.value, shown(thread)]).toEqual(["Hello", []]);
    const text = "Too many requests at once. Wait a moment.";
    expect(ports.notify).toHaveBeenCalledWith({ text, tone: "problem" });
    await thread.send();
    expect(chat.mock.calls.map(([request]) => request.clientMessageId)).toEqual(["id-2", "id-2"]);
  });

  it("refuses a second message while a reply runs, and keeps its text", async () => {
    const chat = vi.fn(async function* (): AsyncGenerator<StreamEvent> {
      yield started;
      await new Promise(() => undefined);
    });
    const ports = threadPorts({ chat });
    const thread = createThreadModel(ports);
    thread.draft.write("One");
    await thread.send();
    thread.draft.write("Two");
    await thread.send();
    expect(chat).toHaveBeenCalledTimes(1);
    expect(thread.draft.text.value).toBe("Two");
    expect(ports.notify).toHaveBeenCalledWith({ text: ports.words().busy, tone: "plain" });
  });

  it("takes back that a reply is still running when that reply has ended", async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const chat = async function* (): AsyncGenerator<StreamEvent> {
      yield started;
      await finished;
      yield done;
    };
    const ports = threadPorts({ chat });
    const thread = createThreadModel(ports);
    thread.draft.write("One");
    await thread.send();
    thread.draft.write("Two");
    await thread.send();
    expect(ports.dismiss).not.toHaveBeenCalled();
    finish();
    await ended(ports);
    expect(ports.dismiss.mock.calls).toEqual(ports.notify.mock.calls);
    expect(ports.dismiss).toHaveBeenCalledWith({ text: ports.words().busy, tone: "plain" });
  });

  it("stops a reply as soon as it is stored when Stop came before", async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const stop = vi.fn(async () => undefined);
    const chat = async function* (): AsyncGenerator<StreamEvent> {
      await begun;
      yield started;
      yield done;
    };
    const thread = createThreadModel(threadPorts({ chat, stop }));
    thread.draft.write("Hello");
    const sending = thread.send();
    await thread.stop();
    expect(stop).not.toHaveBeenCalled();
    begin();
    await sending;
    expect(stop).toHaveBeenCalledWith("c1");
  });

  it("follows a reply that is still running when it is opened", async () => {
    const user = message({ id: "m1", role: "user", text: "Hi" });
    const running = message({ id: "m2", parentId: "m1", status: "running", text: "Good" });
    const ports = threadPorts({
      listMessages: async () => ({ messages: [running, user] }),
      getConversation: async () => ({ id: "c1", title: "T", createdAt: "", updatedAt: "", pinned: false }),
      getMessage: async () => reply,
    });
    const thread = createThreadModel(ports, { id: "c1" });
    await thread.load();
    expect(thread.running.value?.key).toBe("m2");
    await ended(ports);
    expect(shown(thread)).toEqual(["m1 complete: Hi", "m2 complete: Good day"]);
    expect(thread.running.value).toBeUndefined();
  });

  it("is left with nothing to bring into sight: one comes back to its end", async () => {
    const user = message({ id: "m1", role: "user", text: "Hi" });
    const ports = threadPorts({
      listMessages: async () => ({ messages: [reply, user] }),
      getConversation: async () => ({ id: "c1", title: "T", createdAt: "", updatedAt: "", pinned: false }),
    });
    const thread = createThreadModel(ports, { id: "c1" });
    await thread.load();
    await thread.reveal("m1");
    expect(thread.revealed.value).toEqual({ key: "m1" });
    thread.leave();
    expect(thread.revealed.value).toBeUndefined();
  });

  it("makes a reply again as another version of it, under the same question", async () => {
    const stored = [
      message({ id: "m2", parentId: "m1", status: "interrupted", text: "Go" }),
      message({ id: "m1", role: "user", text: "Hi" }),
    ];
    const again = { ...started, messageId: "m4" };
    const answer: StreamEvent = {
      type: "done",
      message: message({ id: "m4", parentId: "m1", text: "Good" }),
    };
    const chat = vi.fn<ParleyApi["chat"]>(() => streamOf([again, answer]));
    const ports = threadPorts({
      chat,
      listMessages: async () => ({ messages: stored }),
      getConversation: async () => ({ id: "c1", title: "T", createdAt: "", updatedAt: "", pinned: false }),
    });
    const thread = createThreadModel(ports, { id: "c1" });
    await thread.load();
    const interrupted = thread.entries.find("m2");
    if (interrupted) await thread.regenerate(interrupted);
    await ended(ports);
    expect(chat.mock.calls[0]?.[0]).toEqual({
      conversationId: "c1",
      regenerate: "m2",
      clientMessageId: "id-2",
      stream: true,
    });
    expect(shown(thread)).toEqual(["m1 complete: Hi", "m4 complete: Good"]);
    const [question, second] = thread.entries.path.value;
    if (!question || !second) throw new Error("nothing is shown");
    expect(thread.entries.versionOf(question)).toEqual({ number: 1, count: 1 });
    expect(thread.entries.versionOf(second)).toEqual({ number: 2, count: 2 });
    thread.switchVersion(second, -1);
    expect(shown(thread)).toEqual(["m1 complete: Hi", "m2 interrupted: Go"]);
  });

  it("says that a conversation which is not there is missing", async () => {
    const gone = async () => Promise.reject(new ApiError(404, "not_found", "No."));
    const thread = createThreadModel(threadPorts({ listMessages: gone, getConversation: gone }), { id: "x" });
    await thread.load();
    expect([thread.state.value, thread.heading.value]).toEqual(["missing", "Chat not found"]);
  });

  it("is headed by its title, by nothing until that is known, and by New chat only while it is new", async () => {
    const ports = threadPorts({
      listMessages: async () => ({ messages: [] }),
      getConversation: async () => ({ id: "c1", title: "T", createdAt: "", updatedAt: "", pinned: false }),
    });
    expect(createThreadModel(ports).heading.value).toBe("New chat");
    expect(createThreadModel(ports, { id: "c1", title: "Listed" }).heading.value).toBe("Listed");
    const thread = createThreadModel(ports, { id: "c1" });
    const loading = thread.load();
    expect(thread.heading.value).toBe("");
    await loading;
    expect(thread.heading.value).toBe("T");
  });

  it("sends what was written while it was being loaded as an answer to its end, once that is known", async () => {
    const chat = vi.fn<ParleyApi["chat"]>(() =>
      streamOf([{ ...started, userMessageId: "m3", messageId: "m4" }]),
    );
    const messages = [reply, message({ id: "m1", role: "user", text: "Hi" })];
    const ports = threadPorts({
      chat,
      listMessages: async () => ({ messages }),
      getConversation: async () => ({ id: "c1", title: "T", createdAt: "", updatedAt: "", pinned: false }),
    });
    const thread = createThreadModel(ports, { id: "c1" });
    const loading = thread.load();
    thread.draft.write("And then?");
    const sending = thread.send();
    expect([chat.mock.calls.length, thread.draft.text.value]).toEqual([0, "And then?"]);
    await Promise.all([loading, sending]);
    expect(chat.mock.calls.map(([{ message: text, parentId }]) => [text, parentId])).toEqual([
      ["And then?", "m2"],
    ]);
  });

  it("keeps what was written to a conversation that could not be loaded", async () => {
    const chat = vi.fn<ParleyApi["chat"]>();
    const lost = async () => Promise.reject(new ConnectionLost());
    const ports = threadPorts({ chat, listMessages: lost, getConversation: lost });
    const thread = createThreadModel(ports, { id: "c1" });
    await thread.load();
    thread.draft.write("And then?");
    await thread.send();
    expect([chat.mock.calls.length, thread.draft.text.value]).toEqual([0, "And then?"]);
    expect(ports.notify).toHaveBeenCalledWith({ text: "Could not load this chat.", tone: "problem" });
  });

  it("finds its draft again after a reload", () => {
    const storage = fakeStorage({ "parley:draft:c1": "half a thought" });
    expect(createThreadModel(threadPorts({}, { storage }), { id: "c1" }).draft.text.value).toBe(
      "half a thought",
    );
  });
});
