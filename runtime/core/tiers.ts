import type { Tier } from "../contract/tier";

/** At least one; the first is for everybody who is put into no other. */
export type Tiers = readonly [Tier, ...Tier[]];

/** A name that is no tier any more counts as none. */
export function tierNamed(tiers: Tiers, name?: string): Tier {
  return tiers.find((tier) => tier.name === name) ?? tiers[0];
}
