import { AwsError } from "../service";

/** DynamoDB knows a `ClientRequestToken` for ten minutes after its transaction ended. */
const lifetimeMs = 600_000;

/** The tokens of transactions that have been done. */
export class IdempotencyTokens {
  readonly #done = new Map<string, { digest: string; at: number }>();

  constructor(private readonly now: () => number) {}

  /** Throws `IdempotentParameterMismatchException` when the same token came with another content. */
  isRepeated(token: string | undefined, digest: string): boolean {
    this.#forgetOld();
    const known = token === undefined ? undefined : this.#done.get(token);
    if (!known) return false;
    if (known.digest === digest) return true;
    throw new AwsError(
      "IdempotentParameterMismatchException",
      "The provided idempotency token was used with different parameters",
    );
  }

  remember(token: string | undefined, digest: string): void {
    if (token !== undefined) this.#done.set(token, { digest, at: this.now() });
  }

  #forgetOld(): void {
    for (const [token, { at }] of this.#done) {
      if (this.now() - at > lifetimeMs) this.#done.delete(token);
    }
  }
}
