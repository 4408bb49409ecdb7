import { type TString, Type } from "@sinclair/typebox";

const whole = (description: string) => Type.String({ pattern: "^\\d+$", description });
const duration = (description: string) => Type.String({ pattern: "^(\\d+h)?(\\d+m)?\\d+s$", description });

/** What an answer to a turn says of the caller's limits, as OpenAI's API does. A limit that there is not is not told. */
export const quotaHeaderSchemas: Record<string, TString> = {
  "x-ratelimit-limit-requests": whole("Requests of the day."),
  "x-ratelimit-remaining-requests": whole("What is left of them."),
  "x-ratelimit-reset-requests": duration("Until there are all of them again: `7h3m0s`."),
  "x-ratelimit-limit-tokens": whole("Tokens of the day or of the month, whichever has less left."),
  "x-ratelimit-remaining-tokens": whole("What is left of them."),
  "x-ratelimit-reset-tokens": duration("Until there are all of them again."),
};
