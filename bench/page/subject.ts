import type { Page } from "playwright-core";

/** A chat page that is measured: where it is and how one uses it. */
export interface Subject {
  name: string;
  /** Where a new chat is. */
  url: string;
  /** Where the conversation of {@link longTurns} turns is. */
  longUrl: string;
  /** What scrolls, as a CSS selector. */
  log: string;
  /** Writes into the box, as a CSS selector. */
  box: string;
  /** Waits until the reply that was asked for last has ended; `count` is how many have been. */
  replied(page: Page, count: number): Promise<void>;
  /** When the last byte of a streamed reply was sent, ms since the epoch. */
  lastSentAt(): number;
  stop(): Promise<void>;
}

/** Two messages each. */
export const longTurns = 500;
