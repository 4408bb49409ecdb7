import { beforeEach, describe, expect, it } from "vitest";
import type { Key } from "../../runtime/contract/key";
import type { KeyBook, KeyStore } from "../../runtime/access-ports";

/** What every pair of `KeyBook` and `KeyStore` does, whatever they store in. */
export function keysContract(makeStores: () => Promise<{ book: KeyBook; store: KeyStore }>): void {
  let book: KeyBook;
  let store: KeyStore;
  beforeEach(async () => {
    ({ book, store } = await makeStores());
  });
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 14, 12, minute)).toISOString();
  const key = (owner: string, id: string): Key => ({
    id,
    owner,
    name: "Nightly report",
    lastFour: "x9_z",
    createdAt: at(0),
  });
  const add = (made: Key, hash: string) => book.addKey(made, { hash, usageKey: `counts-${made.owner}` });
  const listed = async (owner?: string) => {
    const all = { limit: 100 };
    const found = owner === undefined ? (await book.pageOfKeys(all)).keys : await book.listKeys(owner);
    return found.map(({ owner: whose, id }) => `${whose} ${id}`).sort();
  };

  describe("keys", () => {
    it("are listed, each owner's for itself or all together, also when one's name begins with another's", async () => {
      await add(key("ann", "1"), "a1");
      await add(key("ann", "2"), "a2");
      await add(key("anna@example.com", "1"), "aa1");
      expect(await book.listKeys("anna@example.com")).toEqual([key("anna@example.com", "1")]);
      expect(await listed("ann")).toEqual(["ann 1", "ann 2"]);
      expect(await listed()).toEqual(["ann 1", "ann 2", "anna@example.com 1"]);
      expect(await listed("bob")).toEqual([]);
    });

    it("come in pages, those of an owner together, and so does everybody who has one", async () => {
      for (const [owner, id] of [
        ["bob", "1"],
        ["ann", "1"],
        ["anna", "1"],
        ["ann", "2"],
      ] as const)
        await add(key(owner, id), owner + id);
      const places: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await book.pageOfKeys({ limit: 2, cursor });
        expect(page.keys.length).toBe(2);
        places.push(...page.keys.map(({ owner, id }) => `${owner} ${id}`));
        cursor = page.cursor;
      } while (cursor);
      expect(places).toEqual(["ann 1", "ann 2", "anna 1", "bob 1"]);
      const first = await book.pageOfOwners({ limit: 2 });
      expect(first.owners).toEqual(["ann", "anna"]);
      expect(await book.pageOfOwners({ limit: 2, cursor: first.cursor })).toEqual({ owners: ["bob"] });
      expect(await book.pageOfOwners({ limit: 3 })).toEqual({ owners: ["ann", "anna", "bob"] });
    });

    it("are found by their hash, with whose they are and what they are counted by", async () => {
      await add(key("ann", "1"), "a1");
      const found = { id: "1", owner: "ann", actsForUsers: false, usageKey: "counts-ann" };
      expect(await store.findKey("a1")).toEqual(found);
      expect(await store.findKey("other")).toBeUndefined();
    });

    it("are gone from both places once deleted, and nobody else's are", async () => {
      await add(key("ann", "1"), "a1");
      await add(key("bob", "1"), "b1");
      expect(await book.getKey("ann", "1")).toEqual(key("ann", "1"));
      await book.deleteKey("ann", "1");
      await book.deleteKey("ann", "1");
      expect(await book.getKey("ann", "1")).toBeUndefined();
      expect([await store.findKey("a1"), await listed()]).toEqual([undefined, ["bob 1"]]);
      expect((await store.findKey("b1"))?.owner).toBe("bob");
    });

    it("remember their last use, not every one", async () => {
      await add(key("ann", "1"), "a1");
      const lastUse = async () => (await book.getKey("ann", "1"))?.lastUsedAt;
      const use = (minute: number) => store.noteUse({ owner: "ann", id: "1" }, at(minute), at(minute - 5));
      expect(await lastUse()).toBeUndefined();
      await use(10);
      expect(await lastUse()).toBe(at(10));
      await use(14);
      expect(await lastUse()).toBe(at(10));
      await use(16);
      expect(await lastUse()).toBe(at(16));
    });

    it("do not come back by a use that is noted late", async () => {
      await add(key("ann", "1"), "a1");
      await book.deleteKey("ann", "1");
      await store.noteUse({ owner: "ann", id: "1" }, at(10), at(5));
      expect(await listed()).toEqual([]);
    });
  });
}
