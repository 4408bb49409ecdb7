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
  /** Keys that are being asked about: each may be a wrong one. */
  asked: Map<string, Promise<KeyVerdict>>;
}

/** Asks about keys, and counts the wrong ones by the address that they came from. */
export class WrongTries {
  private readonly byAddress = new Map<string, Tries>();

  constructor(
    private readonly checkKey: CheckKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Of one address no more keys are asked about at once than may still be wrong; others wait. So many at once are no more
   * tries than one by one, and right ones, as of an office behind one address, only come a little later.
   *
   * @throws Problem `too_many_requests`.
   */
  async check({ ip }: FastifyRequest, key: string): Promise<KeyVerdict> {
    for (;;) {
      const tries = this.triesOf(ip);
      if (tries.wrong >= maxTries) throw this.tooMany(tries);
      const asked = tries.asked.get(key);
      if (asked) return asked;
      if (tries.wrong + tries.asked.size < maxTries) return this.ask(ip, tries.asked, key);
      await Promise.race(tries.asked.values()).catch(() => "whoever asked is told");
    }
  }

  private ask(ip: string, asked: Tries["asked"], key: string): Promise<KeyVerdict> {
    const verdict = this.checkKey(key)
      .then((said) => {
        if (said.status === "wrong") this.triesOf(ip).wrong += 1;
        return said;
      })
      .finally(() => asked.delete(key));
    asked.set(key, verdict);
    return verdict;
  }

  private tooMany({ since }: Tries): Problem {
    const leftMs = since + windowMs - this.clock();
    return new Problem(
      "too_many_requests",
      `Too many wrong keys. Please wait ${Math.ceil(leftMs / 1000)} s.`,
    );
  }

  private triesOf(ip: string): Tries {
    const now = this.clock();
    const known = this.byAddress.get(ip);
    if (known && now - known.since < windowMs) return known;
    const tries = { wrong: 0, since: now, asked: known?.asked ?? new Map<string, Promise<KeyVerdict>>() };
    this.byAddress.set(ip, tries);
    if (this.byAddress.size > sweepAt) this.sweep(now);
    return tries;
  }

  private sweep(now: number): void {
    for (const [address, { since, asked }] of this.byAddress) {
      if (now - since >= windowMs && asked.size === 0) this.byAddress.delete(address);
    }
  }
}
