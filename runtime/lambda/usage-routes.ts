import type { APIGatewayProxyEvent } from "aws-lambda";
import type { ProfileStore } from "../access-ports";
import { Problem } from "../contract/problem";
import { type EveryonesUsage, type OwnUsage, usageDays, UsageQuerySchema } from "../contract/usage";
import { dateOf } from "../core/quota";
import { type Tiers, tierNamed } from "../core/tiers";
import { everyonesUsage, firstDate, firstOwnDate, ownUsage } from "../core/usage";
import type { Clock, UsageStore } from "../ports";
import type { Answer } from "./answer";
import { callerOf } from "./caller";
import { readQuery } from "./request";
import { json, type Routes } from "./routes";

export interface UsagePorts {
  usage: UsageStore;
  profiles: Pick<ProfileStore, "getProfile">;
  clock: Clock;
}

export interface UsageSettings {
  tiers: Tiers;
  /** USD. @default - nothing is said of costs */
  instancePricePerHour?: number;
}

export function usageRoutes(ports: UsagePorts, settings: UsageSettings): Routes<Answer> {
  return {
    "/usage": {
      GET: json(async (event: APIGatewayProxyEvent): Promise<OwnUsage | EveryonesUsage> => {
        const { owner } = callerOf(event);
        const { days = usageDays.default, everyone } = readQuery(event, UsageQuerySchema);
        const now = ports.clock();
        const profile = await ports.profiles.getProfile(owner);
        if (everyone !== "true") {
          const used = await ports.usage.usageOf(owner, firstOwnDate(days, now), dateOf(now));
          return ownUsage(tierNamed(settings.tiers, profile.tier), used, days, now);
        }
        if (!profile.isAdmin) throw new Problem("forbidden", "everyone: only an admin may see it.");
        const owners = await ports.usage.everyonesUsage(firstDate(days, now), dateOf(now));
        return everyonesUsage(owners, days, now, settings.instancePricePerHour);
      }),
    },
  };
}
