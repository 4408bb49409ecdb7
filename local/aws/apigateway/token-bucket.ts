/** Lets `ratePerSec` requests through each second, and up to `burst` at once after a rest. */
export class TokenBucket {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly ratePerSec: number,
    readonly burst: number,
    nowMs: number,
  ) {
    this.#tokens = burst;
    this.#filledAt = nowMs;
  }

  /** False when there is none left. */
  take(nowMs: number): boolean {
    const gained = ((nowMs - this.#filledAt) / 1000) * this.ratePerSec;
    this.#tokens = Math.min(this.burst, this.#tokens + gained);
    this.#filledAt = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

export interface Rate {
  /** Requests per second; unset or negative: no limit. */
  rateLimit?: number;
  /** Requests at once; unset: none besides the rate. */
  burstLimit?: number;
}

/** Buckets by what they count for. One whose rate has changed begins anew. */
export class TokenBuckets {
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(private readonly now: () => number) {}

  /** Takes one of `key`'s tokens; false when there is none. */
  take(key: string, { burstLimit, rateLimit }: Rate): boolean {
    if (rateLimit === undefined || rateLimit < 0) return true;
    const burst = burstLimit !== undefined && burstLimit >= 0 ? burstLimit : Math.max(1, rateLimit);
    let bucket = this.#buckets.get(key);
    if (!bucket || bucket.ratePerSec !== rateLimit || bucket.burst !== burst) {
      bucket = new TokenBucket(rateLimit, burst, this.now());
      this.#buckets.set(key, bucket);
    }
    return bucket.take(this.now());
  }
}
