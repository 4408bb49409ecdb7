import { type Static, Type } from "@sinclair/typebox";

const Requests = (maximum: number, description: string) => Type.Integer({ minimum: 1, maximum, description });
const Tokens = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 1e12, description }));

/** What the people of a tier may use. Each has all of it for himself, with all his keys together. */
export const TierSchema = Type.Object(
  {
    name: Type.String({
      maxLength: 32,
      pattern: "^[a-z0-9][a-z0-9-]*$",
      description: "lower-case letters, digits and -.",
    }),
    requestsPerSecond: Requests(10_000, "Of every route."),
    burst: Requests(5_000, "Requests that may come at once."),
    requestsPerDay: Requests(100_000_000, "From 00:00 UTC."),
    tokensPerDay: Tokens("Of prompts and replies, from 00:00 UTC; no limit without it."),
    tokensPerMonth: Tokens("Of prompts and replies, from the first of the month, 00:00 UTC."),
  },
  { additionalProperties: false },
);
export type Tier = Static<typeof TierSchema>;
