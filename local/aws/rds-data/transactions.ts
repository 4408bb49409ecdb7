import { randomBytes } from "node:crypto";
import { AwsError } from "../service";
import type { Postgres } from "./postgres";
import type { Release, SessionQueue } from "./session-queue";

/** A transaction that is not used for so long is rolled back: the Data API's own limit, ms. */
const idleMs = 180_000;

interface Transaction {
  release: Release;
  /** Of the calls in it: they run one after the other. */
  last: Promise<unknown>;
  timer?: NodeJS.Timeout;
}

/** Open transactions, by id. */
export class Transactions {
  readonly #open = new Map<string, Transaction>();

  constructor(
    private readonly postgres: Postgres,
    private readonly queue: SessionQueue,
  ) {}

  get isAnyOpen(): boolean {
    return this.#open.size > 0;
  }

  async begin(): Promise<string> {
    const release = await this.queue.take();
    try {
      await this.postgres.run("BEGIN");
    } catch (error) {
      release();
      throw error;
    }
    const id = randomBytes(135).toString("base64");
    this.#open.set(id, { release, last: Promise.resolve() });
    this.#touch(id);
    return id;
  }

  /** Runs `work` within the transaction, after what runs in it already. Throws `TransactionNotFoundException`. */
  async within<T>(id: string, work: () => Promise<T>): Promise<T> {
    const transaction = this.#find(id);
    this.#touch(id);
    const running = transaction.last.then(work);
    transaction.last = running.catch(() => undefined);
    return running;
  }

  async rollBack(id: string): Promise<void> {
    await this.#end(id, "ROLLBACK");
  }

  /** Throws `DatabaseErrorException` when a statement had failed: then nothing of the transaction is kept. */
  async commit(id: string): Promise<void> {
    if ((await this.#end(id, "COMMIT")) === "COMMIT") return;
    throw new AwsError(
      "DatabaseErrorException",
      "ERROR: current transaction is aborted, it was rolled back; SQLState: 25P02",
    );
  }

  /** The session is gone, and what was open in it. */
  forget(): void {
    const gone = [...this.#open.values()];
    this.#open.clear();
    for (const { timer, release } of gone) {
      clearTimeout(timer);
      release();
    }
  }

  async #end(id: string, sql: "COMMIT" | "ROLLBACK"): Promise<string | undefined> {
    const transaction = this.#find(id);
    this.#open.delete(id);
    clearTimeout(transaction.timer);
    await transaction.last;
    try {
      return (await this.postgres.run(sql)).command;
    } finally {
      transaction.release();
    }
  }

  #touch(id: string): void {
    const transaction = this.#find(id);
    clearTimeout(transaction.timer);
    transaction.timer = setTimeout(() => void this.rollBack(id).catch(() => undefined), idleMs).unref();
  }

  #find(id: string): Transaction {
    const found = this.#open.get(id);
    if (found) return found;
    throw new AwsError("TransactionNotFoundException", `Transaction ${id} is not found`, 404);
  }
}
