import { describe, expect, it, vi } from "vitest";
import type { Conversation, ConversationPage, PageQuery } from "../../runtime/contract/conversation";
import { ApiError } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { createConversationsModel } from "../../ui/models/conversations-model";
import { groupByDay } from "../../ui/models/day-groups";
import { createNoticesModel } from "../../ui/models/notices-model";
import { fakePorts, fakeStorage } from "./ui-fakes";

const now = new Date(2026, 2, 14, 12).getTime();

function conversation(id: string, daysAgo: number, pinned = false): Conversation {
  const updatedAt = new Date(2026, 2, 14 - daysAgo, 9).toISOString();
  return { id, title: `Chat ${id}`, createdAt: updatedAt, updatedAt, pinned };
}

const today = conversation("a", 0);
const older = conversation("b", 3);

function listModel(api: Partial<ParleyApi> = {}, storage = fakeStorage()) {
  const deleteConversation = vi.fn(api.deleteConversation ?? (async () => undefined));
  const listConversations = vi.fn(async ({ cursor }: PageQuery): Promise<ConversationPage> =>
    cursor === undefined ? { conversations: [today], cursor: "next" } : { conversations: [older] },
  );
  let undoTimeIsOver = (): void => undefined;
  const wait = async (ms: number, signal?: AbortSignal) =>
    ms < 1_000
      ? undefined
      : new Promise<void>((resolve) => {
          undoTimeIsOver = resolve;
          signal?.addEventListener("abort", () => resolve());
        });
  const ports = fakePorts(
    { ...api, listConversations, deleteConversation },
    { wait, storage, now: () => now },
  );
  const notices = createNoticesModel(ports);
  const model = createConversationsModel(ports, notices);
  const ids = () => model.groups.value.flatMap((group) => group.conversations.map(({ id }) => id));
  return { model, notices, ids, listConversations, deleteConversation, endUndo: () => undoTimeIsOver() };
}

describe("the list of conversations", () => {
  it("groups by calendar day, pinned ones first, without empty groups", () => {
    const list = [today, conversation("y", 1), older, conversation("p", 40, true), conversation("z", 20)];
    expect(groupByDay(list, now).map(({ name, conversations: [first] }) => [name, first?.id])).toEqual([
      ["pinned", "p"],
      ["today", "a"],
      ["yesterday", "y"],
      ["week", "b"],
      ["month", "z"],
    ]);
  });

  it("groups what is older by month, newest first", () => {
    const list = [conversation("m", 8), conversation("f", 20), conversation("g", 30), conversation("o", 200)];
    expect(groupByDay(list, now).map(({ begin, conversations: inIt }) => [begin, inIt.length])).toEqual([
      [new Date(2026, 2).getTime(), 1],
      [new Date(2026, 1).getTime(), 2],
      [new Date(2025, 7).getTime(), 1],
    ]);
  });

  it("has every pin as soon as it is loaded, however many and old, and no more of the others", async () => {
    const { model, ids, listConversations } = listModel();
    const pins = Array.from({ length: 45 }, (_, index) => conversation(`p${index}`, 400 + index, true));
    const others = Array.from({ length: 45 }, (_, index) => conversation(`o${index}`, index));
    const all = [...pins, ...others];
    listConversations.mockImplementation(async ({ cursor = "0", limit = 30 }) => {
      const end = Number(cursor) + limit;
      return { conversations: all.slice(Number(cursor), end), cursor: end < 90 ? String(end) : undefined };
    });
    await model.load();
    expect(ids()).toEqual(all.slice(0, 60).map(({ id }) => id));
    expect(model.groups.value[0]).toMatchObject({ name: "pinned", conversations: { length: 45 } });
    await model.loadMore();
    expect(ids()).toEqual(all.map(({ id }) => id));
    expect(listConversations).toHaveBeenCalledTimes(3);
  });

  it("adds the next page until there is none", async () => {
    const { model, ids, listConversations } = listModel();
    await model.load();
    expect([ids(), model.hasMore.value]).toEqual([["a"], true]);
    await model.loadMore();
    await model.loadMore();
    expect([ids(), model.hasMore.value]).toEqual([["a", "b"], false]);
    expect(listConversations).toHaveBeenCalledTimes(2);
  });

  it("puts a deleted conversation back when that is undone, and deletes nothing", async () => {
    const { model, notices, ids, deleteConversation } = listModel();
    await model.load();
    model.remove(today);
    expect(ids()).toEqual([]);
    notices.items.value[0]?.action?.run();
    model.flush();
    expect(ids()).toEqual(["a"]);
    expect(deleteConversation).not.toHaveBeenCalled();
  });

  it("does not list what was deleted as the page before went away, once, even if the server still does", async () => {
    const storage = fakeStorage();
    const before = listModel({}, storage);
    await before.model.load();
    before.model.remove(today);
    before.model.flush();

    const after = listModel({}, storage);
    await after.model.load();
    expect(after.ids()).toEqual([]);
    const later = listModel({}, storage);
    await later.model.load();
    expect(later.ids()).toEqual(["a"]);
  });

  it("deletes at once what waits to be deleted when the page goes away", async () => {
    const { model, deleteConversation } = listModel();
    await model.load();
    model.remove(today);
    model.flush();
    await vi.waitFor(() => expect(deleteConversation).toHaveBeenCalledWith("a"));
  });

  it("puts a conversation back that could not be deleted, and says so", async () => {
    const { model, notices, ids, endUndo } = listModel({
      deleteConversation: async () => Promise.reject(new Error("no")),
    });
    await model.load();
    model.remove(today);
    endUndo();
    await vi.waitFor(() => expect(ids()).toEqual(["a"]));
    expect(notices.items.value.map(({ text }) => text)).toEqual(["Could not delete “Chat a”."]);
  });

  it("puts a chat with a new turn first, also when this machine's clock is behind", async () => {
    const { model, ids } = listModel();
    await model.load();
    model.touch(conversation("c", 0));
    model.touch(conversation("b", 2));
    expect(ids()).toEqual(["b", "c", "a"]);
  });

  it("has nothing to say when another page has deleted it before", async () => {
    const { model, notices, ids, endUndo, deleteConversation } = listModel({
      deleteConversation: async () => Promise.reject(new ApiError(404, "not_found", "No.")),
    });
    await model.load();
    model.remove(today);
    endUndo();
    await vi.waitFor(() => expect(deleteConversation).toHaveBeenCalledTimes(1));
    await vi.waitFor(() => expect(notices.items.value).toEqual([]));
    expect(ids()).toEqual([]);
  });

  it("does not put back what was deleted elsewhere while it could be undone here", async () => {
    const { model, notices, ids, endUndo, deleteConversation } = listModel();
    await model.load();
    model.remove(today);
    const undo = notices.items.value[0]?.action?.run;
    model.drop("a");
    undo?.();
    endUndo();
    await vi.waitFor(() => expect(notices.items.value).toEqual([]));
    expect([ids(), deleteConversation.mock.calls.length]).toEqual([[], 0]);
  });

  it("deletes what was written to a conversation with it, and remembers nothing of what is done", async () => {
    const storage = fakeStorage({ "parley:draft:a": "Dear …" });
    const { model, endUndo } = listModel({}, storage);
    await model.load();
    model.remove(today);
    expect(storage.get("parley:draft:a")).toBe("Dear …");
    endUndo();
    await vi.waitFor(() => expect(storage.get("parley:draft:a")).toBeUndefined());
    model.flush();
    expect(storage.keys()).toEqual([]);
  });

  it("shows what is stored when neither of two changes could be", async () => {
    const { model } = listModel({ updateConversation: async () => Promise.reject(new Error("no")) });
    await model.load();
    const both = [model.change("a", { title: "First" }), model.change("a", { title: "Second" })];
    expect(model.find("a")?.title).toBe("Second");
    await Promise.all(both);
    expect(model.find("a")?.title).toBe("Chat a");
  });

  it("keeps a change that the list did not have yet when it was read on the way", async () => {
    const stored = Promise.withResolvers<Conversation>();
    const { model } = listModel({ updateConversation: () => stored.promise });
    await model.load();
    const changing = model.change("a", { title: "Better" });
    await model.refresh();
    stored.resolve(today);
    await changing;
    expect(model.find("a")?.title).toBe("Better");
  });

  it("shows a new title at once, and the old one again when it could not be stored, and says so", async () => {
    const updateConversation = vi.fn(async () => Promise.reject(new Error("no")));
    const { model, notices } = listModel({ updateConversation });
    await model.load();
    const changing = model.change("a", { title: "Better" });
    expect(model.find("a")?.title).toBe("Better");
    await changing;
    expect(model.find("a")?.title).toBe("Chat a");
    expect(notices.items.value.map(({ text }) => text)).toEqual(["Could not change “Chat a”."]);
  });

  it("keeps a later change when an earlier one could not be stored", async () => {
    const answers = [Promise.reject(new Error("no")), Promise.resolve(today)];
    const { model } = listModel({ updateConversation: async () => answers.shift() ?? today });
    await model.load();
    await Promise.all([model.change("a", { title: "First" }), model.change("a", { title: "Second" })]);
    expect(model.find("a")?.title).toBe("Second");
  });

  it("puts a pinned conversation on top and back again", async () => {
    const { model } = listModel({ updateConversation: async () => today });
    await model.load();
    await model.change("a", { pinned: true });
    expect(model.groups.value.map(({ name }) => name)).toEqual(["pinned"]);
    await model.change("a", { pinned: false });
    expect(model.groups.value.map(({ name }) => name)).toEqual(["today"]);
  });

  it("reads again as far as it was shown, keeps what has just begun here, and drops what is gone", async () => {
    const { model, ids, listConversations } = listModel();
    await model.load();
    await model.loadMore();
    listConversations.mockImplementation(async () => {
      model.touch(conversation("new", 0));
      return { conversations: [{ ...older, title: "From elsewhere" }] };
    });
    await model.refresh();
    expect(ids()).toEqual(["new", "b"]);
    expect(model.find("b")?.title).toBe("From elsewhere");
    expect(listConversations).toHaveBeenCalledTimes(3);
  });
});
