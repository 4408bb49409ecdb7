import { type Static, Type } from "@sinclair/typebox";
import { TierSchema } from "./tier";

const Count = (description?: string) => Type.Integer({ minimum: 0, description });

const counts = {
  requests: Count("Turns that asked the model."),
  promptTokens: Count(),
  completionTokens: Count("Of replies, what the model thought included."),
};

/** What was used on a day (UTC). */
export const DayUsageSchema = Type.Object({ date: Type.String({ format: "date" }), ...counts });
export type DayUsage = Static<typeof DayUsageSchema>;

export const usageDays = { default: 30, most: 366 } as const;

/** Query of `GET /usage`. */
export const UsageQuerySchema = Type.Object(
  {
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: usageDays.most,
        default: usageDays.default,
        description: "Up to today.",
      }),
    ),
    everyone: Type.Optional(
      Type.Union([Type.Literal("true"), Type.Literal("false")], {
        description: "True, for admins: what everybody has used.",
      }),
    ),
  },
  { additionalProperties: false },
);

const Days = Type.Array(DayUsageSchema, { description: "Oldest first, also those without any use." });

/** `GET /usage`: what the caller has used, and may use. */
export const OwnUsageSchema = Type.Object({
  tier: TierSchema,
  today: DayUsageSchema,
  month: Type.Object({ month: Type.String({ description: "As `2026-11`." }), ...counts }),
  days: Days,
});
export type OwnUsage = Static<typeof OwnUsageSchema>;

const Usd = (description: string) => Type.Number({ minimum: 0, description });

/** `GET /usage?everyone=true`. Costs are there when the operator has said what an hour of the endpoint costs. */
export const EveryonesUsageSchema = Type.Object({
  days: Days,
  users: Type.Array(
    Type.Object({
      user: Type.String(),
      ...counts,
      costUsd: Type.Optional(Usd("The share of the endpoint's price: each day's, by tokens of that day.")),
    }),
    { description: "Most tokens first." },
  ),
  cost: Type.Optional(
    Type.Object({
      instancePricePerHourUsd: Usd("As the operator has set it."),
      totalUsd: Usd(
        "The endpoint's price on the days that have any use, as if it ran all the time; today's up to now.",
      ),
    }),
  ),
});
export type EveryonesUsage = Static<typeof EveryonesUsageSchema>;
