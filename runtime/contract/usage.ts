import { type Static, Type } from "@sinclair/typebox";

const Count = (description?: string) => Type.Integer({ minimum: 0, description });

/** What was used on a day (UTC). */
export const DayUsageSchema = Type.Object({
  date: Type.String({ format: "date" }),
  requests: Count("Turns that asked the model."),
  promptTokens: Count(),
  completionTokens: Count(),
});
export type DayUsage = Static<typeof DayUsageSchema>;
