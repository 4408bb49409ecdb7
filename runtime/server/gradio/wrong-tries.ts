import type { FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import type { Clock } from "../../ports";
import type { CheckKey, KeyVerdict } from "../sign-in/key-check";

/** As many as the sign-in page allows. Keys that are right do not count: a script may come as often as it likes. */
const maxTries = 10;
const windowMs = 60_000;
const sweepAt = 1_000;

/** What has come from one address. */
interface Tries {
  wrong: number;
  since: number;
  /** Keys that are being asked about: each may be a wrong one, so that many at once are no more than one by one. */
  asked: Set<string>;
}

/** Asks about keys, and counts the wrong ones by the address that they came from. */
export class WrongTries {
  private readonly byAddress = new Map<string, Tries>();

  constructor(
    private readonly checkKey: CheckKey,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `too_many_requests`. */
  async check({ ip }: FastifyRequest, key: string): Promise<KeyVerdict> {
    const tries = this.triesOf(ip);
    if (tries.wrong + tries.asked.size - Number(tries.asked.has(key)) >= maxTries) {
      const leftMs = tries.since + windowMs - this.clock();
      throw new Problem(
        "too_many_requests",
        `Too many wrong keys. Please wait ${Math.ceil(leftMs / 1000)} s.`,
      );
    }
    tries.asked.add(key);
    try {
      const verdict = await this.checkKey(key);
      if (verdict.status === "wrong") tries.wrong += 1;
      return verdict;
    } finally {
      tries.asked.delete(key);
    }
  }

  private triesOf(ip: string): Tries {
    const now = this.clock();
    const known = this.byAddress.get(ip);
    if (known && now - known.since < windowMs) return known;
    const tries = { wrong: 0, since: now, asked: known?.asked ?? new Set<string>() };
    this.byAddress.set(ip, tries);
    if (this.byAddress.size > sweepAt) this.sweep(now);
    return tries;
  }

  private sweep(now: number): void {
    for (const [address, { since }] of this.byAddress) {
      if (now - since >= windowMs) this.byAddress.delete(address);
    }
  }
}
