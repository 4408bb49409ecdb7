import { describe, expect, it, vi } from "vitest";
import type { ConversationPage, ListedConversation, PageQuery } from "../../runtime/contract/conversation";
import { createConversationSearch, markHits } from "../../ui/models/conversation-search";
import { createKnownConversations } from "../../ui/models/known-conversations";
import { at, fakePorts } from "./ui-fakes";

function hit(id: string, excerpt?: string): ListedConversation {
  const conversation = { id, title: `Chat ${id}`, createdAt: at, updatedAt: at, pinned: false };
  return excerpt === undefined ? conversation : { ...conversation, match: { messageId: `m-${id}`, excerpt } };
}

function hits(from: number, count: number): ListedConversation[] {
  return Array.from({ length: count }, (_, index) => hit(`c${from + index}`));
}

/** A search whose pages are told by number; the cursor of a page is the number of the next. */
function searchOf(pageAt: (page: number) => ListedConversation[], pages: number) {
  const listConversations = vi.fn(async ({ cursor }: PageQuery): Promise<ConversationPage> => {
    const page = Number(cursor ?? 0);
    return { conversations: pageAt(page), cursor: page + 1 < pages ? String(page + 1) : undefined };
  });
  const known = createKnownConversations();
  const search = createConversationSearch(fakePorts({ listConversations }), known, (id) => id !== "deleted");
  const found = () => search.hits.value.map(({ conversation }) => conversation.id);
  return { search, found, known, listConversations };
}

describe("the search through chats", () => {
  it("asks for what was typed last only, without the spaces around it", async () => {
    const { search, listConversations } = searchOf(() => [], 1);
    await Promise.all([search.write("s"), search.write(" so ")]);
    expect(listConversations.mock.calls.map(([query]) => query.q)).toEqual(["so"]);
  });

  it("reads past empty pages to the end", async () => {
    const { search, found } = searchOf((page) => (page === 3 ? [hit("a", "so it is")] : []), 4);
    await search.write("so");
    expect(found()).toEqual(["a"]);
    expect(search.hits.value[0]?.match).toEqual({ messageId: "m-a", excerpt: "so it is" });
    expect([search.state.value, search.hasMore.value]).toEqual(["ready", false]);
  });

  it("stops at 20 hits, and goes on from there when asked", async () => {
    const { search, found, listConversations } = searchOf((page) => hits(page * 8, 8), 5);
    await search.write("so");
    expect([found().length, search.hasMore.value, listConversations.mock.calls.length]).toEqual([
      24,
      true,
      3,
    ]);
    await search.goOn();
    expect([found().length, search.hasMore.value]).toEqual([40, false]);
  });

  it("stops after 10 calls without enough, and goes on where it was even with nothing found yet", async () => {
    const { search, found, listConversations } = searchOf((page) => (page === 11 ? [hit("a")] : []), 12);
    await search.write("so");
    expect([found(), search.hasMore.value, listConversations.mock.calls.length]).toEqual([[], true, 10]);
    await search.goOn();
    expect([found(), search.hasMore.value, listConversations.mock.calls.length]).toEqual([["a"], false, 12]);
  });

  it("is over when the box is empty", async () => {
    const { search, found } = searchOf(() => [hit("a")], 1);
    await search.write("so");
    expect([search.isOn.value, found()]).toEqual([true, ["a"]]);
    await search.write("  ");
    expect([search.isOn.value, found()]).toEqual([false, []]);
  });

  it("does not find what is being deleted, and shows the newest title", async () => {
    const { search, known } = searchOf(() => [hit("a"), hit("deleted")], 1);
    await search.write("chat");
    known.set({ ...hit("a"), title: "Renamed chat" });
    expect(search.hits.value.map(({ conversation }) => conversation.title)).toEqual(["Renamed chat"]);
  });

  it("says that it failed, and can be tried again", async () => {
    const { search, found, listConversations } = searchOf(() => [hit("a")], 1);
    listConversations.mockRejectedValueOnce(new Error("no"));
    await search.write("so");
    expect([search.state.value, found()]).toEqual(["failed", []]);
    await search.goOn();
    expect([search.state.value, found()]).toEqual(["ready", ["a"]]);
  });
});

describe("an excerpt", () => {
  it("is marked where it says what was searched for, whatever the case, and signs are only signs", () => {
    expect(markHits("Is C++ a c++?", "c++")).toEqual([
      { text: "Is ", isHit: false },
      { text: "C++", isHit: true },
      { text: " a ", isHit: false },
      { text: "c++", isHit: true },
      { text: "?", isHit: false },
    ]);
    expect(markHits("nothing", "else")).toEqual([{ text: "nothing", isHit: false }]);
  });
});
