import type { Tier } from "../../../runtime/contract/tier";
import type { UsageStore } from "../../../runtime/ports";

/** Of people who have used nothing. */
export const noUsage: UsageStore = { usageOf: async () => [], everyonesUsage: async () => [] };

export const standardTier: Tier = {
  name: "standard",
  requestsPerSecond: 10,
  burst: 20,
  requestsPerDay: 10_000,
};
