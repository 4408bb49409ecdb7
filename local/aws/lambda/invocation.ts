import { randomUUID } from "node:crypto";
import type { FunctionError, StreamResult } from "./function-invoker";

/** One call of a function, from its event to the end of its answer. */
export class Invocation {
  readonly id = randomUUID();
  /** When a process took it, in ms of `performance.now()`. Unset while it waits for one. */
  takenAt?: number;
  #endedAt?: number;
  readonly #result = Promise.withResolvers<StreamResult>();
  readonly #ended = Promise.withResolvers<void>();

  /** @param payload The event as JSON text. */
  constructor(readonly payload: string) {}

  /** Known at the first byte of the answer. */
  get result(): Promise<StreamResult> {
    return this.#result.promise;
  }

  /** Resolves when the answer was given in full, or failed. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Unset while it runs. */
  get durationMs(): number | undefined {
    return this.#endedAt === undefined ? undefined : this.#endedAt - (this.takenAt ?? this.#endedAt);
  }

  /** The answer has begun. */
  answer(result: StreamResult): void {
    this.#result.resolve(result);
  }

  /** It failed; without effect on an answer that has begun. */
  fail(error: FunctionError): void {
    this.#result.resolve({ error });
    this.end();
  }

  /** The answer is complete. */
  end(): void {
    this.#endedAt ??= performance.now();
    this.#ended.resolve();
  }
}
