import { type Static, Type } from "@sinclair/typebox";
import { ChatSettingsSchema } from "./chat-settings";
import { limits } from "./limits";

/** The id of a preset, chosen by the caller: a ULID or UUID, or any name of letters, digits, `-` and `_`. */
export const PresetIdSchema = Type.String({
  maxLength: limits.idChars,
  pattern: "^[A-Za-z0-9_-]+$",
  description: "letters, digits, - and _.",
});

/** `PUT /presets/{id}`: settings under a name. */
export const PresetContentSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: limits.presetNameChars }),
    settings: ChatSettingsSchema,
  },
  { additionalProperties: false },
);
export type PresetContent = Static<typeof PresetContentSchema>;

/** Settings that a person has kept for other chats. */
export const PresetSchema = Type.Composite([Type.Object({ id: Type.String() }), PresetContentSchema]);
export type Preset = Static<typeof PresetSchema>;

/** `GET /presets`: all of the caller's, by name. */
export const PresetListSchema = Type.Object({ presets: Type.Array(PresetSchema) });
export type PresetList = Static<typeof PresetListSchema>;
