import type { ProfileStore } from "../access-ports";
import { createDynamoClient } from "../adapters/dynamo-client";
import { createDynamoProfileStore } from "../adapters/dynamo-profile-store";
import { createDynamoQuota } from "../adapters/dynamo-quota";
import { systemClock } from "../adapters/system-clock";
import type { Tier } from "../contract/tier";
import { tierNamed, type Tiers } from "../core/tiers";
import type { Clock, Quota } from "../ports";

/** How long somebody who was put into another tier stays in the old one. */
const knownMs = 60_000;
const maxEntries = 1_000;

/** The quota of a function: each person's limits are those of their tier. */
export function createTierQuota({ tableName, tiers }: { tableName: string; tiers: Tiers }): Quota {
  const client = createDynamoClient();
  const profiles = createDynamoProfileStore({ tableName, client });
  return createDynamoQuota({ tableName, client, limitsOf: createTierOf(profiles, tiers) });
}

/** Whose tier is which, remembered for a minute: a turn has enough to wait for. */
export function createTierOf(
  profiles: Pick<ProfileStore, "getProfile">,
  tiers: Tiers,
  clock: Clock = systemClock,
): (owner: string) => Promise<Tier> {
  const known = new Map<string, { tier: Tier; until: number }>();
  return async (owner) => {
    const entry = known.get(owner);
    if (entry && entry.until > clock()) return entry.tier;
    const tier = tierNamed(tiers, (await profiles.getProfile(owner)).tier);
    known.delete(owner);
    const oldest = known.size >= maxEntries ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(owner, { tier, until: clock() + knownMs });
    return tier;
  };
}
