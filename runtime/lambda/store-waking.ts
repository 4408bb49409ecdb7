import type { StatusEvent } from "../contract/stream-event";

/** What Aurora takes to come back from a pause: about 15 s, and twice as long after a day of it. */
const estimateSec = 15;

/** Tells the one request that runs that its store is waking. A function runs one request at a time. */
export class StoreWaking {
  #told?: () => void;

  /** The store said that it is not awake yet. */
  tell(): void {
    this.#told?.();
  }

  /** An event that says so, when the store has to wake before `first` is there; else nothing. */
  async before(first: Promise<unknown>): Promise<StatusEvent | undefined> {
    const told = new Promise<boolean>((resolve) => (this.#told = () => resolve(true)));
    const isThere = first.then(
      () => false,
      () => false,
    );
    const isWaking = await Promise.race([told, isThere]);
    this.#told = undefined;
    return isWaking ? { type: "status", status: "waking", what: "database", estimateSec } : undefined;
  }
}
