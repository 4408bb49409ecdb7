import { setTimeout } from "node:timers/promises";

/** Where the demo model takes its time from. */
export interface PaceClock {
  /** Milliseconds. */
  now(): number;
  /** Rejects at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemPaceClock: PaceClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};

/**
 * Gives items at a rate, the first one at once. Each is due at a time counted from the first, so that late timers do
 * not add up.
 */
export async function* paced<T>(
  items: Iterable<T>,
  perSecond: number,
  clock: PaceClock,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const startedAt = clock.now();
  let index = 0;
  for (const item of items) {
    const waitMs = startedAt + (index++ * 1000) / perSecond - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal.throwIfAborted();
    yield item;
  }
}
