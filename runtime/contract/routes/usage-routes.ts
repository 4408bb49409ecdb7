import { Type } from "@sinclair/typebox";
import type { ApiRoute } from "../api-route";
import { examples } from "../examples";
import { EveryonesUsageSchema, OwnUsageSchema, UsageQuerySchema } from "../usage";

const { dayUsage, tier } = examples;
const { date: _date, ...counts } = dayUsage;

/** What was used. */
export const usageRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/usage",
    operation: "usage",
    tag: "Usage",
    summary: "What the caller has used, by day",
    description: [
      "With `everyone=true`, for admins: what all people have used together, by day, and each of them by itself. Costs are",
      "an estimate: each day with any use counts as 24 hours of the endpoint, today as the hours since 00:00 UTC.",
    ].join("\n"),
    query: UsageQuerySchema,
    answers: {
      200: {
        description: "One's own use, or everybody's.",
        schema: Type.Union([OwnUsageSchema, EveryonesUsageSchema]),
        example: { tier, today: dayUsage, month: { month: "2026-11", ...counts }, days: [dayUsage] },
      },
    },
  },
];
