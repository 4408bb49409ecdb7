import { AwsError } from "../service";

/** The Data API's own limit for a call, ms. */
const callMs = 45_000;

/** Gives the session to the next. To be called once. */
export type Release = () => void;

/**
 * Who may use the one session of the database: a transaction has it from its beginning to its end, and everybody else
 * waits. Aurora has many sessions; here nobody sees what another has not committed, as there.
 */
export class SessionQueue {
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];

  /** Throws `StatementTimeoutException` when the session was not free for 45 s. */
  async take(): Promise<Release> {
    if (this.#isTaken) await this.#turn();
    else this.#isTaken = true;
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#isTaken = false;
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        reject(new AwsError("StatementTimeoutException", "Request timed out", 400, { dbConnectionId: 0 }));
      }, callMs);
      timer.unref();
      const mine = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.push(mine);
    });
  }
}
