import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { newestLeaf, pathTo } from "../../runtime/core/conversation-tree";

const message = (id: string, parentId: string | null): Message => ({
  id,
  parentId,
  conversationId: "c",
  role: "user",
  text: id,
  status: "complete",
  createdAt: "2026-03-01T12:00:00.000Z",
  updatedAt: "2026-03-01T12:00:00.000Z",
});
/** 1 → 2 → 3, and 4 → 5 as another version of 2. */
const tree = [message("1", null), message("2", "1"), message("3", "2"), message("4", "1"), message("5", "4")];
const idsTo = (leaf: string, messages = tree) => pathTo(messages, leaf).map(({ id }) => id);

describe("pathTo", () => {
  it("goes from the root to the message, by way of its own branch", () => {
    expect(idsTo("3")).toEqual(["1", "2", "3"]);
    expect(idsTo("5")).toEqual(["1", "4", "5"]);
  });

  it("begins later when an ancestor is missing, and is empty for an unknown leaf", () => {
    expect(idsTo("5", tree.slice(1))).toEqual(["4", "5"]);
    expect(idsTo("6")).toEqual([]);
  });

  it("ends in damaged data with a circle in it", () => {
    expect(idsTo("a", [message("a", "b"), message("b", "a")])).toEqual(["b", "a"]);
  });
});

describe("newestLeaf", () => {
  it("is the newest message that nothing answers", () => {
    expect(newestLeaf(tree)?.id).toBe("5");
    expect(newestLeaf(tree.toReversed())?.id).toBe("5");
    expect(newestLeaf([...tree, message("6", "5"), message("7", "3")])?.id).toBe("7");
    expect(newestLeaf([])).toBeUndefined();
  });
});
