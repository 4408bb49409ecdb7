import { Problem } from "../contract/problem";
import type { Clock, Wait } from "../ports";
import { isConflict } from "./sql";

/** Another transaction holds a row for some ms: five tries last 1.5 s in all. */
const conflictAttempts = 5;
const firstPauseMs = 50;

/** Between two questions whether the cluster has resumed. */
const resumePauseMs = 1_000;

export interface RdsDataRetryOptions {
  clock: Clock;
  wait: Wait;
  resumeWithinMs: number;
  onResuming?: () => void;
}

export function createRdsDataRetry({ clock, wait, resumeWithinMs, onResuming }: RdsDataRetryOptions) {
  return {
    /** Calls again while the cluster comes back from its pause; nothing was done by then. */
    async whileResuming<T>(call: () => Promise<T>): Promise<T> {
      const giveUpAt = clock() + resumeWithinMs;
      while (true) {
        try {
          return await call();
        } catch (error) {
          if (!isResuming(error)) throw error;
          if (clock() + resumePauseMs > giveUpAt) throw stillResuming(error);
        }
        onResuming?.();
        await wait(resumePauseMs);
      }
    },

    /** Calls again what lost against another transaction. */
    async onConflict<T>(call: () => Promise<T>): Promise<T> {
      for (let tried = 1; ; tried++) {
        try {
          return await call();
        } catch (error) {
          if (tried === conflictAttempts || !isConflict(error)) throw error;
          await wait(firstPauseMs * 2 ** tried);
        }
      }
    },
  };
}

function isResuming(error: unknown): boolean {
  return error instanceof Error && error.name === "DatabaseResumingException";
}

function stillResuming(cause: unknown): Problem {
  return new Problem("timeout", "The database is waking up. Try again in some seconds.", { cause });
}
