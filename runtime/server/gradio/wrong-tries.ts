import type { FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import type { Clock } from "../../ports";

/** As many as the sign-in page allows. Keys that are right do not count: a script may come as often as it likes. */
const maxTries = 10;
const windowMs = 60_000;
const sweepAt = 1_000;

/** Counts wrong keys by the address that they came from. */
export class WrongTries {
  private readonly byAddress = new Map<string, { count: number; since: number }>();

  constructor(private readonly clock: Clock) {}

  /** @throws Problem `too_many_requests`. */
  refuseTooMany({ ip }: FastifyRequest): void {
    const tries = this.byAddress.get(ip);
    if (!tries || tries.count < maxTries) return;
    const leftMs = tries.since + windowMs - this.clock();
    if (leftMs > 0) {
      throw new Problem(
        "too_many_requests",
        `Too many wrong keys. Please wait ${Math.ceil(leftMs / 1000)} s.`,
      );
    }
    this.byAddress.delete(ip);
  }

  count({ ip }: FastifyRequest): void {
    const now = this.clock();
    const tries = this.byAddress.get(ip);
    if (tries && now - tries.since < windowMs) tries.count += 1;
    else this.byAddress.set(ip, { count: 1, since: now });
    if (this.byAddress.size <= sweepAt) return;
    for (const [address, { since }] of this.byAddress) {
      if (now - since >= windowMs) this.byAddress.delete(address);
    }
  }
}
