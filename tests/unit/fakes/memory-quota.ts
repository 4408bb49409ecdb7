import { type Counted, dateOf, type QuotaLimits, refusalOf, standingOf } from "../../../runtime/core/quota";
import type { Clock, Quota } from "../../../runtime/ports";
import type { DayUsage } from "../../../runtime/contract/usage";

const longestRequestMs = 16 * 60_000;

interface Request {
  owner: string;
  date: string;
  tokens: number;
  until: number;
  /** What it came to; undefined while it runs. */
  used?: Pick<DayUsage, "promptTokens" | "completionTokens">;
}

/** Counts in memory, by the rules of the port. */
export function createMemoryQuota(
  clock: Clock,
  limitsOf: (owner: string) => QuotaLimits = () => ({ requestsPerDay: 1_000 }),
): Quota & { readonly requests: Request[] } {
  const requests: Request[] = [];

  function countedOf(owner: string, date: string): Counted {
    const own = requests.filter((one) => one.owner === owner && one.date.slice(0, 7) === date.slice(0, 7));
    const today = own.filter((one) => one.date === date);
    return {
      requestsToday: today.length,
      tokensToday: sum(today, tokensOf),
      heldToday: sum(today, heldBy),
      tokensThisMonth: sum(own, tokensOf),
      heldThisMonth: sum(own, heldBy),
    };
  }
  const heldBy = ({ used, tokens, until }: Request) => (used || until < clock() ? 0 : tokens);
  const tokensOf = (request: Request) =>
    heldBy(request) + (request.used?.promptTokens ?? 0) + (request.used?.completionTokens ?? 0);

  return {
    requests,
    async reserve(owner, tokens) {
      const now = clock();
      const date = dateOf(now);
      const limits = limitsOf(owner);
      const refusal = refusalOf(limits, countedOf(owner, date), now);
      if (refusal) throw refusal;
      const request: Request = { owner, date, tokens, until: now + longestRequestMs };
      requests.push(request);
      return {
        standing: standingOf(limits, countedOf(owner, date), now),
        async settle(usage) {
          if (usage) request.used = usage;
          else requests.splice(requests.indexOf(request), 1);
        },
      };
    },
  };
}

function sum(requests: Request[], of: (request: Request) => number): number {
  return requests.reduce((all, request) => all + of(request), 0);
}
