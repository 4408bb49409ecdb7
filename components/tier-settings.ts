import { Type } from "@sinclair/typebox";
import { type Tier, TierSchema } from "../runtime/contract/tier";
import type { SettingsReader } from "./settings-reader";

const TiersSchema = Type.Array(TierSchema, { minItems: 1, maxItems: 20 });
const maxChars = 8_000;

/** The settings that are the one tier's of a stack that names no tiers. */
const singleKeys = ["requestsPerSecond", "burst", "requestsPerDay"] as const;

/** Reads `parley:tiers`; without them there is one, `standard`, of the requests that the other settings allow. */
export function readTiers(read: SettingsReader): [Tier, ...Tier[]] {
  const standard: Tier = {
    name: "standard",
    requestsPerSecond: read.integer("requestsPerSecond", 10, 1, 10_000),
    burst: read.integer("burst", 20, 1, 5_000),
    requestsPerDay: read.integer("requestsPerDay", 10_000, 1, 100_000_000),
  };
  const [first, ...others] = read.listOf("tiers", TiersSchema, maxChars) ?? [];
  if (first === undefined) return [standard];
  for (const key of singleKeys.filter((key) => read.has(key)))
    read.faultAt(key, "", "goes without parley:tiers, which have it for each tier.");
  const tiers: [Tier, ...Tier[]] = [first, ...others];
  for (const [index, tier] of tiers.entries()) refuseContradictions(read, tiers, tier, index);
  return tiers;
}

function refuseContradictions(read: SettingsReader, tiers: Tier[], tier: Tier, index: number): void {
  const { name, tokensPerDay, tokensPerMonth } = tier;
  if (tiers.findIndex((other) => other.name === name) < index)
    read.faultAt(
      "tiers",
      `${index}.name`,
      `is "${name}", as of a tier before it; each has a name of its own.`,
    );
  if (tokensPerDay !== undefined && tokensPerMonth !== undefined && tokensPerMonth < tokensPerDay)
    read.faultAt(
      "tiers",
      `${index}.tokensPerMonth`,
      `is ${tokensPerMonth}; at least tokensPerDay (${tokensPerDay}) is allowed.`,
    );
}
