import { describe, expect, it, vi } from "vitest";
import type { Conversation, PageQuery } from "../../runtime/contract/conversation";
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

function listModel(deleteConversation = vi.fn(async () => undefined), storage = fakeStorage()) {
  const listConversations = vi.fn(async ({ cursor }: PageQuery) =>
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
  const ports = fakePorts({ listConversations, deleteConversation }, { wait, storage, now: () => now });
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
      ["earlier", "z"],
    ]);
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
    const before = listModel(undefined, storage);
    await before.model.load();
    before.model.remove(today);
    before.model.flush();

    const after = listModel(undefined, storage);
    await after.model.load();
    expect(after.ids()).toEqual([]);
    const later = listModel(undefined, storage);
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
    const { model, notices, ids, endUndo } = listModel(vi.fn(async () => Promise.reject(new Error("no"))));
    await model.load();
    model.remove(today);
    endUndo();
    await vi.waitFor(() => expect(ids()).toEqual(["a"]));
    expect(notices.items.value.map(({ text }) => text)).toEqual(["Could not delete “Chat a”."]);
  });

  it("shows the last search only", async () => {
    const { model, listConversations } = listModel();
    await Promise.all([model.search("s"), model.search("so")]);
    expect(listConversations.mock.calls.map(([query]) => query.q)).toEqual(["so"]);
  });
});
