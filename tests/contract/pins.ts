import { describe, expect, it } from "vitest";
import type { ConversationPatch, PageQuery } from "../../runtime/contract/conversation";
import { type MakeStore, storeForEachTest } from "./store-under-test";

/** How pinned conversations are listed. */
export function pinContract(makeStore: MakeStore): void {
  const tested = storeForEachTest(makeStore);

  async function begin(text?: string): Promise<string> {
    const { conversation } = await tested.begin(tested.newTurn({ text }));
    await tested.time.pass(1_000);
    return conversation.id;
  }
  const change = (id: string, patch: ConversationPatch) => tested.store.updateConversation("ann", id, patch);

  /** The ids of a whole list, page after page. */
  async function listed(query: Partial<PageQuery> = {}): Promise<string[]> {
    const ids: string[] = [];
    let { cursor } = query;
    do {
      const page = await tested.store.listConversations("ann", { limit: 2, ...query, cursor });
      ids.push(...page.conversations.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    return ids;
  }

  describe("a list with pins", () => {
    it("has them first, however old, each part newest first, whatever the length of a page", async () => {
      const [a, b, c, d, e] = [await begin(), await begin(), await begin(), await begin(), await begin()];
      for (const id of [d, a, b]) await change(id, { pinned: true });
      for (const limit of [1, 2, 3, 4, 5, 6]) expect(await listed({ limit })).toEqual([d, b, a, e, c]);
    });

    it("is nobody else's", async () => {
      await change(await begin(), { pinned: true });
      expect(await tested.store.listConversations("bob", { limit: 10 })).toEqual({ conversations: [] });
      expect(await tested.store.listConversations("ann#pinned", { limit: 10 })).toEqual({
        conversations: [],
      });
    });

    it("changes as one is gone on with, renamed, let go and deleted", async () => {
      const first = await tested.begin(tested.newTurn());
      const { id: one } = first.conversation;
      await tested.time.pass(1_000);
      const [two, three] = [await begin(), await begin()];
      for (const id of [one, two]) await change(id, { pinned: true });
      expect(await listed()).toEqual([two, one, three]);
      await tested.begin(tested.newTurn({ conversation: first.conversation, after: first.reply }));
      expect(await listed()).toEqual([one, two, three]);
      await change(two, { title: "Rye" });
      expect(await listed()).toEqual([one, two, three]);
      await change(two, { pinned: false });
      expect(await listed()).toEqual([one, three, two]);
      await tested.store.deleteConversation("ann", one);
      expect(await listed()).toEqual([three, two]);
    });

    it("goes on behind its cursor when what it stood at has been pinned since", async () => {
      const [a, b, c] = [await begin(), await begin(), await begin()];
      const { cursor } = await tested.store.listConversations("ann", { limit: 1 });
      await change(c, { pinned: true });
      expect(await listed({ cursor })).toEqual([b, a]);
    });

    it("has a conversation once, where it belongs, when it was pinned and let go at the same time", async () => {
      const [a, b] = [await begin(), await begin()];
      await Promise.all([true, false, true, false, true].map((pinned) => change(a, { pinned })));
      const { pinned } = await tested.store.getConversation("ann", a);
      expect(await listed()).toEqual(pinned ? [a, b] : [b, a]);
    });

    it("has what a search finds in the same order", async () => {
      const [a, , c] = [await begin("Old quince"), await begin("Rye"), await begin("New quince")];
      await change(a, { pinned: true });
      for (const limit of [1, 2, 3]) expect(await listed({ limit, q: "quince" })).toEqual([a, c]);
    });
  });
}
