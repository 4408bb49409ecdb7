import { calledBack } from "./called-back";
import type { LevelDb, Write } from "./dynalite";

/** Writes one after another, each of them all or nothing. */
export interface AtomicWrites {
  /** Runs alone. What `work` writes goes to LevelDB as one batch when it ends, and nowhere when it throws. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** Runs alone, with its writes going out as they come. For work that reads what it wrote. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** What of a database writes. */
export type Written = Pick<LevelDb, "put" | "del" | "batch">;

/**
 * Puts a gate before the writes of a database. dynalite writes an item and each of its indexes apart: without this, a
 * process that is killed in between leaves them out of step, and transactions torn.
 */
export function gateWrites(db: Written): AtomicWrites {
  const direct = { put: db.put, del: db.del, batch: db.batch };
  let gathered: Write[] | undefined;
  db.put = (key, value, callback) => {
    if (!gathered) return direct.put(key, value, callback);
    gathered.push({ type: "put", key, value });
    process.nextTick(callback, null);
  };
  db.del = (key, callback) => {
    if (!gathered) return direct.del(key, callback);
    gathered.push({ type: "del", key });
    process.nextTick(callback, null);
  };
  db.batch = (writes, callback) => {
    if (!gathered) return direct.batch(writes, callback);
    gathered.push(...writes);
    process.nextTick(callback, null);
  };

  const alone = oneAtATime();
  return {
    alone,
    atomically: (work) =>
      alone(async () => {
        const writes: Write[] = (gathered = []);
        const result = await work().finally(() => (gathered = undefined));
        if (writes.length > 0) await calledBack<void>((done) => direct.batch(writes, done));
        return result;
      }),
  };
}

function oneAtATime(): AtomicWrites["alone"] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
