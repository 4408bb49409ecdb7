import type { LevelDb } from "./dynalite";

/**
 * Reads where it is asked. What is read is nearly always in memory, where that takes 10 µs; LevelDB's thread and the way
 * back take ten times as long, and every write and transaction reads first.
 */
export function readAtOnce(db: LevelDb): void {
  const { get } = db;
  db.get = (key, callback) => {
    // Before it is open and after it was closed it says so itself.
    if (db.status !== "open") return get(key, callback);
    try {
      process.nextTick(callback, null, db.getSync(key));
    } catch (error) {
      process.nextTick(callback, error as Error);
    }
  };
}
