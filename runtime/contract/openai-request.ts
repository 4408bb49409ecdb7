import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { limits } from "./limits";
import { OpenAiMessageSchema } from "./openai-messages";

const JsonSchema = Type.Object({}, { additionalProperties: true, description: "a JSON schema." });
const FunctionName = Type.String({
  pattern: "^[a-zA-Z0-9_-]{1,64}$",
  description: "1 to 64 letters, digits, - and _.",
});
const Strict = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));

/** A function that the model may ask its caller to call. */
export const ToolSchema = Type.Object(
  {
    type: Type.Literal("function"),
    function: Type.Object(
      {
        name: FunctionName,
        description: Type.Optional(Type.String()),
        parameters: Type.Optional(JsonSchema),
        strict: Strict,
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type OpenAiTool = Static<typeof ToolSchema>;

export const ToolChoiceSchema = Type.Union([
  Type.Literal("none"),
  Type.Literal("auto"),
  Type.Literal("required"),
  Type.Object(
    {
      type: Type.Literal("function"),
      function: Type.Object({ name: FunctionName }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
]);
export type OpenAiToolChoice = Static<typeof ToolChoiceSchema>;

export const ResponseFormatSchema = Type.Union([
  Type.Object({ type: Type.Literal("text") }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal("json_object") }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal("json_schema"),
      json_schema: Type.Object(
        {
          name: FunctionName,
          description: Type.Optional(Type.String()),
          schema: JsonSchema,
          strict: Strict,
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
]);
export type OpenAiResponseFormat = Static<typeof ResponseFormatSchema>;

const Stop = Type.String({ minLength: 1, maxLength: 1_000 });

/** May be left out, and null is the same as that. */
const Maybe = <T extends TSchema>(schema: T, description?: string) =>
  Type.Optional(Type.Union([schema, Type.Null()], description === undefined ? {} : { description }));
const Tokens = (description: string) => Maybe(Type.Integer({ minimum: 1 }), description);
const Penalty = Maybe(Type.Number({ minimum: -2, maximum: 2 }));

/** How the model chooses its words. */
const sampling = {
  temperature: Maybe(Type.Number({ minimum: 0, maximum: limits.temperatureMax })),
  top_p: Maybe(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  frequency_penalty: Penalty,
  presence_penalty: Penalty,
  seed: Maybe(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
  stop: Maybe(Type.Union([Stop, Type.Array(Stop, { maxItems: 4 })]), "Where the answer ends, without it."),
  max_completion_tokens: Tokens("The longest answer, in tokens, reasoning included."),
  max_tokens: Tokens("The older name of `max_completion_tokens`."),
  reasoning_effort: Maybe(Type.Union([Type.Literal("low"), Type.Literal("medium"), Type.Literal("high")])),
};

/** Parameters of OpenAI's that have one value here. */
const fixed = {
  n: Maybe(Type.Literal(1), "One answer a request."),
  logprobs: Maybe(Type.Literal(false)),
  modalities: Maybe(Type.Array(Type.Literal("text"), { minItems: 1, maxItems: 1 })),
  service_tier: Maybe(Type.Union([Type.Literal("auto"), Type.Literal("default")])),
};

const StreamOptionsSchema = Type.Object(
  {
    include_usage: Maybe(Type.Boolean(), "A chunk before `[DONE]` has the usage."),
    include_obfuscation: Maybe(Type.Literal(false)),
  },
  { additionalProperties: false },
);

/** `POST /v1/chat/completions`, as OpenAI's clients send it. Any parameter that is not here is refused by its name. */
export const ChatCompletionRequestSchema = Type.Object(
  {
    model: Type.String({ description: "One of `GET /v1/models`." }),
    messages: Type.Array(OpenAiMessageSchema, { minItems: 1 }),
    stream: Maybe(Type.Boolean()),
    stream_options: Maybe(StreamOptionsSchema, "With `stream: true` only."),
    ...sampling,
    tools: Maybe(Type.Array(ToolSchema, { maxItems: 128 })),
    tool_choice: Maybe(ToolChoiceSchema),
    parallel_tool_calls: Maybe(Type.Boolean()),
    response_format: Maybe(ResponseFormatSchema),
    user: Maybe(Type.String({ maxLength: 512 }), "Your own user; told to the model server."),
    metadata: Maybe(
      Type.Record(Type.String(), Type.String({ maxLength: 512 }), { maxProperties: 16 }),
      "Comes back in the answer.",
    ),
    store: Maybe(
      Type.Boolean(),
      "True: the exchange is kept as a conversation of the caller; else nothing of it is.",
    ),
    ...fixed,
  },
  { additionalProperties: false },
);

/** The request without what is null. */
export type ChatCompletionRequest = Given<Static<typeof ChatCompletionRequestSchema>>;
type Given<T> = { [Name in keyof T]: Exclude<T[Name], null> };

/** What OpenAI knows besides: refused as not supported, where another name is refused as unknown. */
export const unsupportedParameters: readonly string[] = [
  "audio",
  "function_call",
  "functions",
  "logit_bias",
  "moderation",
  "prediction",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "top_logprobs",
  "verbosity",
  "web_search_options",
];
