import type { Message } from "../../runtime/contract/message";

/** The least that these rules need of a message. Ids sort by time. */
export type TreeNode = Pick<Message, "id" | "parentId">;

/** The versions of a message, itself among them, oldest first. */
export function siblingsOf<T extends TreeNode>(nodes: readonly T[], node: TreeNode): T[] {
  return nodes.filter((other) => other.parentId === node.parentId).sort(byTime);
}

/** The newest end of the branch that begins with `id`. */
export function newestLeafUnder(nodes: readonly TreeNode[], id: string): string {
  const newest = nodes
    .filter((node) => node.parentId === id)
    .sort(byTime)
    .at(-1);
  return newest === undefined ? id : newestLeafUnder(nodes, newest.id);
}

function byTime(one: TreeNode, other: TreeNode): number {
  return one.id < other.id ? -1 : 1;
}
