/** What it takes to know how long nothing was heard. */
export interface SilencePorts {
  /** Milliseconds since the epoch: runs on while the machine sleeps, which timers do not. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls when somebody comes back: the page is seen again, or has a network again. Returns what ends it. */
  onReturn(handler: () => void): () => void;
}

/** Three of the keep-alive comments that the server sends every 15 s. */
const longestMs = 45_000;
/** One such comment, and by how much it may be late: who comes back does not wait for three. */
const longestOnReturnMs = 20_000;
/** In this time comes what has arrived already, while the page was not allowed to run. */
const graceMs = 1_000;
/** How often the clock is looked at. A look that is late by as much again comes after a sleep. */
const lookMs = 5_000;

/** Listens to whether a stream is alive. Calls `onDead` once, when nothing was heard for too long. */
export function watchSilence(
  { now, wait, onReturn }: SilencePorts,
  onDead: () => void,
): { heard(): void; end(): void } {
  const ended = new AbortController();
  let heardAt = now();
  let deadAt = heardAt + longestMs;
  let waiting = new AbortController();

  function onBack(): void {
    deadAt = Math.max(heardAt + longestOnReturnMs, now() + graceMs);
    waiting.abort();
  }
  const forget = onReturn(onBack);

  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      const leftMs = deadAt - now();
      if (leftMs <= 0) return onDead();
      const lookAt = now() + Math.min(leftMs, lookMs);
      waiting = new AbortController();
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await wait(lookAt - now(), AbortSignal.any([ended.signal, waiting.signal]));
      if (now() > lookAt + lookMs) onBack();
    }
  }
  void watch();

  return {
    heard: () => {
      heardAt = now();
      deadAt = heardAt + longestMs;
    },
    end: () => {
      forget();
      ended.abort();
    },
  };
}
