import { type Static, Type } from "@sinclair/typebox";
import { ChatSettingsSchema } from "./chat-settings";
import { FileLimitsSchema } from "./file";
import { limits } from "./limits";

/** All of it stands in the page itself: whoever opens the chat waits for it first. Characters are UTF-16 code units. */
export const siteLimits = {
  /** What an example writes into the box is read by people before it is sent. */
  examplePromptChars: 2_000,
  /** Of all examples, as JSON. */
  examplesChars: 12_000,
  /** Of all presets, as JSON: room for the longest system prompt there may be. */
  presetsChars: 32_000,
} as const;

/** A card in the empty chat. */
export const ExampleSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 80 }),
    text: Type.Optional(Type.String({ maxLength: 200, description: "A line below the title." })),
    icon: Type.Optional(
      Type.String({ minLength: 1, maxLength: 16, description: "An emoji, or a letter or two." }),
    ),
    prompt: Type.String({ minLength: 1, maxLength: siteLimits.examplePromptChars }),
    run: Type.Optional(
      Type.Boolean({
        description: "Whether a click sends the prompt, or only writes it into the box.",
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
);
export type Example = Static<typeof ExampleSchema>;

/** Settings that the operator offers to everybody. */
export const SitePresetSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: limits.presetNameChars }),
    description: Type.Optional(Type.String({ maxLength: 200 })),
    settings: ChatSettingsSchema,
  },
  { additionalProperties: false },
);
export type SitePreset = Static<typeof SitePresetSchema>;

/** The operator's words on the page; what is left out is as the page has it. */
export const SiteSchema = Type.Object(
  {
    title: Type.Optional(
      Type.String({ minLength: 1, maxLength: 80, pattern: "\\S", description: "a text that is not blank" }),
    ),
    description: Type.Optional(Type.String({ maxLength: 1_000, description: "Markdown." })),
    placeholder: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    examples: Type.Optional(Type.Array(ExampleSchema, { maxItems: 12 })),
    accent: Type.Optional(
      Type.String({ pattern: "^#[0-9a-fA-F]{6}$", description: "#rrggbb, such as #0f766e" }),
    ),
    footer: Type.Optional(Type.String({ maxLength: 1_000, description: "Markdown, one line." })),
    presets: Type.Optional(Type.Array(SitePresetSchema, { maxItems: 50 })),
  },
  { additionalProperties: false },
);
export type Site = Static<typeof SiteSchema>;

/** What the server tells the page before anything is asked: it stands in the page itself. */
export const PageBootSchema = Type.Object({
  site: SiteSchema,
  models: Type.Array(Type.String(), {
    description: "Names that `model` may have; the first is the default.",
  }),
  /** What holds when a chat sets nothing. */
  defaults: Type.Object({ maxTokens: Type.Integer(), contextTokens: Type.Integer() }),
  files: FileLimitsSchema,
  invokeUrl: Type.String(),
  colours: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: "The accent made readable: custom properties of the page, by name.",
    }),
  ),
});
export type PageBoot = Static<typeof PageBootSchema>;

/** What the program writes into a file for the server, which adds what only it knows. */
export const SiteFileSchema = Type.Omit(PageBootSchema, ["invokeUrl", "colours"]);
export type SiteFile = Static<typeof SiteFileSchema>;
