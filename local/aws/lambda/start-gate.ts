import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** A start that takes longer no longer keeps others waiting, ms. */
const longestMs = 5_000;

/**
 * Lets as many processes start at a time as there are processors. Fifty at once would take as long together, but time
 * would run against each of them.
 */
export class StartGate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce = availableParallelism()) {
    this.#free = atOnce;
  }

  /** Calls `start` in its turn; the next one's comes when the promise it gives has resolved. */
  async run(start: () => Promise<void>): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    const abort = new AbortController();
    const late = sleep(longestMs, undefined, { signal: abort.signal, ref: false }).catch(() => undefined);
    try {
      await Promise.race([start(), late]);
    } finally {
      abort.abort();
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
