import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../runtime/contract/message";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import type { ParleyApi } from "../../ui/api/client";
import { activityText } from "../../ui/messages/activity-text";
import { en } from "../../ui/messages/en";
import { thoughtAfter } from "../../ui/models/entry";
import { createThreadModel } from "../../ui/models/thread-model";
import type { ThreadPorts } from "../../ui/models/thread-ports";
import { fakePorts, fakeStorage, message } from "./ui-fakes";

const question = message({ id: "m1", role: "user", text: "Hi" });
const first = message({ id: "m2", parentId: "m1", text: "One" });
const second = message({ id: "m3", parentId: "m1", text: "Two" });

/** A conversation whose pages are `pages`, newest first; `updatedAt` counts the changes told. */
function threadOf(
  state: { pages: Message[][]; updatedAt: string },
  storage = fakeStorage(),
  isStale = signal(false),
  api: Partial<ParleyApi> = {},
) {
  const listMessages = vi.fn(async (_id: string, { cursor = "0" }: { cursor?: string }) => {
    const next = Number(cursor) + 1;
    const messages = state.pages[Number(cursor)] ?? [];
    return next < state.pages.length ? { messages, cursor: String(next) } : { messages };
  });
  const ports: ThreadPorts = {
    ...fakePorts(
      {
        listMessages,
        getConversation: async () => ({
          id: "c1",
          title: "T",
          createdAt: "",
          updatedAt: state.updatedAt,
          pinned: false,
        }),
        ...api,
      },
      { storage, isStale },
    ),
    notify: vi.fn(),
    dismiss: vi.fn(),
    titleOf: () => undefined,
    onLoaded: vi.fn(),
    onStarted: vi.fn(),
    onEnded: vi.fn(),
  };
  const thread = createThreadModel(ports, { id: "c1" });
  return { thread, listMessages, shown: () => thread.entries.path.value.map((entry) => entry.key) };
}

describe("a conversation that changes elsewhere", () => {
  it("goes on to what is new, and reads messages only when something is", async () => {
    const state = { pages: [[first, question]], updatedAt: "1" };
    const { thread, listMessages, shown } = threadOf(state);
    await thread.load();
    await thread.refresh();
    expect(listMessages).toHaveBeenCalledTimes(1);
    state.pages = [[message({ id: "m4", parentId: "m2", role: "user", text: "Next" }), first, question]];
    state.updatedAt = "2";
    await thread.refresh();
    expect(shown()).toEqual(["m1", "m2", "m4"]);
  });

  it("is read again when what was shown had been kept from before, however new that seemed", async () => {
    const state = { pages: [[question]], updatedAt: "1" };
    const isStale = signal(true);
    const { thread, shown } = threadOf(state, undefined, isStale);
    await thread.load();
    state.pages = [[first, question]];
    isStale.value = false;
    await thread.refresh();
    expect(shown()).toEqual(["m1", "m2"]);
  });

  it("is followed to the end of every reply that runs in it, one after the other", async () => {
    const both = [second, first].map((one): Message => ({ ...one, text: "", status: "running" }));
    const state = { pages: [[...both, question]], updatedAt: "1" };
    const getMessage = vi.fn(async (_conversation: string, id: string) => (id === "m2" ? first : second));
    const { thread } = threadOf(state, undefined, undefined, { getMessage });
    await thread.load();
    await vi.waitFor(() => expect(thread.entries.find("m2")?.message.value).toEqual(first));
    expect(thread.entries.find("m3")?.message.value).toEqual(second);
    expect(getMessage.mock.calls.map(([, id]) => id)).toEqual(["m3", "m2"]);
  });

  it("is read once more after a turn from here when that began while it was being read", async () => {
    const state = { pages: [[first, question]], updatedAt: "1" };
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const asked = {
      userMessageId: "m5",
      messageId: "m6",
      title: "T",
      conversationId: "c1",
      type: "started",
    } as const;
    const chat = async function* (): AsyncGenerator<StreamEvent> {
      yield asked;
      await ended;
      yield { type: "done", message: message({ id: "m6", parentId: "m5", text: "Yes" }) };
    };
    const { thread, shown } = threadOf(state, undefined, undefined, { chat });
    await thread.load();
    state.pages = [[second, first, question]];
    const refreshing = thread.refresh(true);
    thread.draft.write("Sure?");
    await thread.send();
    await refreshing;
    expect(thread.entries.find("m3")).toBeUndefined();
    end();
    await vi.waitFor(() => expect(thread.entries.find("m3")?.message.value).toEqual(second));
    expect(shown().length).toBe(4);
  });

  it("stays on the branch that was chosen, also after a reload", async () => {
    const state = { pages: [[second, first, question]], updatedAt: "1" };
    const storage = fakeStorage();
    const { thread, shown } = threadOf(state, storage);
    await thread.load();
    expect(shown()).toEqual(["m1", "m3"]);
    const reply = thread.entries.find("m3");
    if (reply) thread.switchVersion(reply, -1);
    state.pages = [[message({ id: "m4", parentId: "m1", text: "Three" }), second, first, question]];
    await thread.refresh(true);
    expect(shown()).toEqual(["m1", "m2"]);
    const again = threadOf(state, storage);
    await again.thread.load();
    expect(again.shown()).toEqual(["m1", "m2"]);
  });
});

describe("versions on pages that are not loaded", () => {
  it("are not counted before all of them are known, and loading on reaches them", async () => {
    const edited = [
      message({ id: "m6", parentId: "m5", text: "B" }),
      message({ id: "m5", role: "user", text: "Hello" }),
    ];
    const { thread, shown } = threadOf({ pages: [edited, [second], [first, question]], updatedAt: "1" });
    await thread.load();
    const top = thread.entries.path.value[0];
    if (!top) throw new Error("nothing is shown");
    expect([shown(), thread.entries.versionOf(top)]).toEqual([["m5", "m6"], { number: 1, count: 1 }]);
    expect(await thread.loadOlder()).toBe(true);
    expect(thread.entries.versionOf(top)).toEqual({ number: 2, count: 2 });
    expect([thread.hasOlder.value, await thread.loadOlder()]).toEqual([false, false]);
  });
});

describe("the last turn", () => {
  it("is taken back above what stands in the box, and put back", async () => {
    const { thread, shown } = threadOf({ pages: [[first, question]], updatedAt: "1" });
    await thread.load();
    thread.draft.write("and then");
    thread.takeBack();
    expect([shown(), thread.draft.text.value]).toEqual([[], "Hi\n\nand then"]);
    expect(thread.isTakenBack.value).toBe(true);
    thread.draft.write("Hi");
    thread.putBack();
    expect([shown(), thread.draft.text.value, thread.isTakenBack.value]).toEqual([["m1", "m2"], "", false]);
  });
});

describe("a wait", () => {
  it("counts its estimate down, and says nothing of one that has passed", () => {
    const waking = { kind: "waking", at: 1_000, estimateSec: 90 } as const;
    expect(activityText(waking, en)).toBe("The model is waking up, about 90 s…");
    expect(activityText(waking, en, 31_000)).toBe("The model is waking up, about 60 s…");
    expect(activityText(waking, en, 91_000)).toBe("The model is waking up…");
  });

  it("says the place in a queue", () => {
    const queued = { kind: "queued", at: 0, position: 3 } as const;
    expect(activityText(queued, en)).toBe("Number 3 in line…");
    expect(activityText({ ...queued, estimateSec: 20 }, en)).toBe("Number 3 in line, about 20 s…");
  });
});

describe("a thought", () => {
  it("lasts from its first word to the first of the answer", () => {
    const thinking = thoughtAfter(undefined, { type: "reasoning" }, 1_000);
    expect(thoughtAfter(thinking, { type: "reasoning" }, 2_000)).toEqual({ since: 1_000 });
    const over = thoughtAfter(thinking, { type: "text" }, 5_200);
    expect(over).toEqual({ since: 1_000, tookMs: 4_200 });
    expect(thoughtAfter(over, { type: "done" }, 9_000)).toEqual(over);
  });
});
