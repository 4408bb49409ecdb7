/** The least that a tree needs to know of a message. Ids sort by time; what answers is newer than what it answers. */
export interface TreeNode {
  id: string;
  parentId: string | null;
}

/** Messages by how they answer one another. */
export interface MessageTree<T> {
  find(id: string | null): T | undefined;
  /** All that answer this message, oldest first: versions of one another. Null: the first messages. */
  answersTo(id: string | null): readonly T[];
  /** The newest message of the branch that begins with `id`, with null of all; always the end of one. */
  newestUnder(id: string | null): T | undefined;
  /** From the oldest ancestor that is there to `id`. */
  pathTo(id: string | null): T[];
}

export function createMessageTree<T extends object>(
  items: readonly T[],
  nodeOf: (item: T) => TreeNode,
): MessageTree<T> {
  const sorted = items.toSorted((one, other) => (nodeOf(one).id < nodeOf(other).id ? -1 : 1));
  const byId = new Map<string | null, T>();
  const answers = new Map<string | null, T[]>();
  for (const item of sorted) {
    const { id, parentId } = nodeOf(item);
    byId.set(id, item);
    const versions = answers.get(parentId);
    if (versions) versions.push(item);
    else answers.set(parentId, [item]);
  }

  function newestUnder(id: string | null): T | undefined {
    if (id === null) return sorted.at(-1);
    let newest = byId.get(id);
    const open = newest === undefined ? [] : [newest];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (newest === undefined || nodeOf(item).id > nodeOf(newest).id) newest = item;
      open.push(...(answers.get(nodeOf(item).id) ?? []));
    }
    return newest;
  }

  function pathTo(id: string | null): T[] {
    const path: T[] = [];
    let next = byId.get(id);
    // No message answers one that is newer, so damaged data with a circle in it still ends.
    while (next !== undefined) {
      path.push(next);
      const { id: own, parentId } = nodeOf(next);
      next = parentId === null || parentId >= own ? undefined : byId.get(parentId);
    }
    return path.toReversed();
  }

  return { find: (id) => byId.get(id), answersTo: (id) => answers.get(id) ?? [], newestUnder, pathTo };
}
