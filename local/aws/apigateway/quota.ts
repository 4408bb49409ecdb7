export interface QuotaSettings {
  /** Requests per period. */
  limit: number;
  period: "DAY" | "WEEK" | "MONTH";
  /** The day on which a week (0 is Sunday) or month (0 is the first) begins. */
  offset?: number;
}

const dayMs = 86_400_000;

/** When the period that holds `nowMs` began, in ms since 1970. Periods begin at 00:00 UTC. */
export function periodStart({ offset = 0, period }: QuotaSettings, nowMs: number): number {
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const date = new Date(nowMs);
  if (period === "DAY") return today;
  if (period === "WEEK") return today - ((date.getUTCDay() - offset + 7) % 7) * dayMs;
  const month = date.getUTCDate() > offset ? date.getUTCMonth() : date.getUTCMonth() - 1;
  return Date.UTC(date.getUTCFullYear(), month, 1 + offset);
}

/** Counts requests by key and period. */
export class QuotaCounter {
  readonly #used = new Map<string, { from: number; count: number }>();

  constructor(private readonly now: () => number) {}

  isUsedUp(key: string, settings: QuotaSettings): boolean {
    return this.#current(key, settings).count >= settings.limit;
  }

  count(key: string, settings: QuotaSettings): void {
    this.#current(key, settings).count += 1;
  }

  #current(key: string, settings: QuotaSettings) {
    const from = periodStart(settings, this.now());
    const known = this.#used.get(key);
    if (known?.from === from) return known;
    const fresh = { from, count: 0 };
    this.#used.set(key, fresh);
    return fresh;
  }
}
