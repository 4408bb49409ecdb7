import { type Static, Type } from "@sinclair/typebox";
import { limits } from "./limits";

/** How the model is asked; what is left out is as the operator set it. */
export const ChatSettingsSchema = Type.Object(
  {
    model: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    system: Type.Optional(
      Type.String({ maxLength: limits.systemChars, description: "What the model is told first." }),
    ),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: limits.temperatureMax })),
    maxTokens: Type.Optional(
      Type.Integer({ minimum: 1, maximum: limits.maxTokens, description: "The longest reply, in tokens." }),
    ),
  },
  { additionalProperties: false },
);
export type ChatSettings = Static<typeof ChatSettingsSchema>;
