import { type Static, Type } from "@sinclair/typebox";
import { limits } from "./limits";

export const TextPartSchema = Type.Object(
  { type: Type.Literal("text"), text: Type.String() },
  { additionalProperties: false },
);

/** A text, or a list of texts. */
const ContentSchema = Type.Union([Type.String(), Type.Array(TextPartSchema, { minItems: 1 })]);

/** A file by its bytes, or by the id of one that was uploaded. */
export const FilePartSchema = Type.Object(
  {
    type: Type.Literal("file"),
    file: Type.Object(
      {
        file_data: Type.Optional(
          Type.String({
            minLength: 1,
            description: "Base64, or a `data:` URL. Larger files are uploaded first.",
          }),
        ),
        file_id: Type.Optional(
          Type.String({ minLength: 1, maxLength: limits.idChars, description: "Of `POST /files`." }),
        ),
        filename: Type.Optional(Type.String({ maxLength: limits.fileNameChars })),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** An image, for a model that takes some. */
export const ImagePartSchema = Type.Object(
  {
    type: Type.Literal("image_url"),
    image_url: Type.Object(
      {
        url: Type.String({
          pattern: "^data:",
          description: "a data: URL in base64; nothing is fetched from elsewhere.",
        }),
        detail: Type.Optional(Type.String({ maxLength: 10, description: "Passed over." })),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** What a user says. Sound is not for a model that reads. */
const UserContentSchema = Type.Union([
  Type.String(),
  Type.Array(Type.Union([TextPartSchema, FilePartSchema, ImagePartSchema]), { minItems: 1 }),
]);
export type OpenAiFilePart = Static<typeof FilePartSchema> | Static<typeof ImagePartSchema>;

const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }));

/** A call that the model asks for. `arguments` is JSON as the model wrote it: it may be wrong. */
export const ToolCallSchema = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 200 }),
    type: Type.Literal("function"),
    function: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 64 }), arguments: Type.String() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type OpenAiToolCall = Static<typeof ToolCallSchema>;

export const SystemMessageSchema = Type.Object(
  { role: Type.Literal("system"), content: ContentSchema, name: Name },
  { additionalProperties: false },
);

/** OpenAI's newer word for `system`. */
export const DeveloperMessageSchema = Type.Object(
  { role: Type.Literal("developer"), content: ContentSchema, name: Name },
  { additionalProperties: false },
);

export const UserMessageSchema = Type.Object(
  { role: Type.Literal("user"), content: UserContentSchema, name: Name },
  { additionalProperties: false },
);

const Nothing = (why: string) => Type.Optional(Type.Null({ description: why }));

/** An earlier answer, as it came: what a client appends to its messages is taken without a change. */
export const AssistantMessageSchema = Type.Object(
  {
    role: Type.Literal("assistant"),
    content: Type.Optional(Type.Union([ContentSchema, Type.Null()])),
    name: Name,
    tool_calls: Type.Optional(Type.Union([Type.Array(ToolCallSchema, { minItems: 1 }), Type.Null()])),
    reasoning_content: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: "What the model thought, as it came." }),
    ),
    refusal: Nothing("Always null here."),
    audio: Nothing("Always null here."),
    function_call: Nothing("Always null here; calls are in `tool_calls`."),
    annotations: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 0 })),
  },
  { additionalProperties: false },
);

/** What a tool answered to a call. */
export const ToolMessageSchema = Type.Object(
  {
    role: Type.Literal("tool"),
    content: ContentSchema,
    tool_call_id: Type.String({ minLength: 1, maxLength: 200, description: "The `id` of the call." }),
  },
  { additionalProperties: false },
);

export const OpenAiMessageSchema = Type.Union([
  SystemMessageSchema,
  DeveloperMessageSchema,
  UserMessageSchema,
  AssistantMessageSchema,
  ToolMessageSchema,
]);
export type OpenAiMessage = Static<typeof OpenAiMessageSchema>;
export type OpenAiContent = Static<typeof ContentSchema>;
export type OpenAiUserContent = Static<typeof UserContentSchema>;
