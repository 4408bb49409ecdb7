/** Work on what comes bit by bit, of which a few are under way at a time. */
export interface WorkQueue<T> {
  /** Has it done, in its turn. */
  add(item: T): void;
  /** Leaves it undone, unless its turn has come. */
  drop(item: T): void;
}

/** @param work - never rejects */
export function createWorkQueue<T extends object>(
  atOnce: number,
  work: (item: T) => Promise<void>,
): WorkQueue<T> {
  const waiting = new Set<T>();
  let underWay = 0;
  async function runNext(): Promise<void> {
    const [item] = waiting;
    if (!item) return;
    waiting.delete(item);
    underWay += 1;
    await work(item);
    underWay -= 1;
    void runNext();
  }
  return {
    add: (item) => {
      waiting.add(item);
      if (underWay < atOnce) void runNext();
    },
    drop: (item) => void waiting.delete(item),
  };
}
