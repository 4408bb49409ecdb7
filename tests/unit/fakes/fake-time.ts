import type { Clock, Wait } from "../../../runtime/ports";

interface Waiting {
  until: number;
  resolve: () => void;
}

/** Time that passes only when told to. */
export class FakeTime {
  private waiting: Waiting[] = [];

  constructor(private now = Date.parse("2026-03-01T12:00:00.000Z")) {}

  readonly clock: Clock = () => this.now;

  readonly wait: Wait = (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const waiting = { until: this.now + ms, resolve };
      this.waiting.push(waiting);
      signal?.addEventListener("abort", () => {
        this.waiting = this.waiting.filter((other) => other !== waiting);
        resolve();
      });
    });

  /** Lets the time pass, and everything that waits for it happen in order. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settle();
    for (let next = this.nextUntil(end); next; next = this.nextUntil(end)) {
      this.now = Math.max(this.now, next.until);
      this.waiting = this.waiting.filter((other) => other !== next);
      next.resolve();
      await settle();
    }
    this.now = end;
  }

  private nextUntil(end: number): Waiting | undefined {
    return this.waiting.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
