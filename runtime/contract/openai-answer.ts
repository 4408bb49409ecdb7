import { type Static, Type } from "@sinclair/typebox";
import { ToolCallSchema } from "./openai-messages";

/** `tool_calls`: the caller is to call them and to tell what they answered. */
export const CompletionFinishReasonSchema = Type.Union([
  Type.Literal("stop"),
  Type.Literal("length"),
  Type.Literal("tool_calls"),
  Type.Literal("content_filter"),
]);

export const CompletionUsageSchema = Type.Object({
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
});
export type CompletionUsage = Static<typeof CompletionUsageSchema>;

/** What stands in every answer and in every chunk of one. */
const head = {
  id: Type.String(),
  created: Type.Integer({ description: "Seconds since 1970." }),
  model: Type.String(),
};
const Metadata = Type.Optional(Type.Record(Type.String(), Type.String()));

/** The answer to `POST /v1/chat/completions` when nothing streams. */
export const ChatCompletionSchema = Type.Object({
  ...head,
  object: Type.Literal("chat.completion"),
  choices: Type.Array(
    Type.Object({
      index: Type.Literal(0),
      message: Type.Object({
        role: Type.Literal("assistant"),
        content: Type.Union([Type.String(), Type.Null()]),
        refusal: Type.Null(),
        reasoning_content: Type.Optional(Type.String({ description: "What the model thought." })),
        tool_calls: Type.Optional(Type.Array(ToolCallSchema)),
      }),
      logprobs: Type.Null(),
      finish_reason: CompletionFinishReasonSchema,
    }),
    { minItems: 1, maxItems: 1 },
  ),
  usage: Type.Optional(CompletionUsageSchema),
  metadata: Metadata,
});
export type ChatCompletion = Static<typeof ChatCompletionSchema>;

/** Part of a call: `id` and `name` come with its first part, `arguments` in pieces. */
export const ToolCallDeltaSchema = Type.Object({
  index: Type.Integer({ minimum: 0 }),
  id: Type.Optional(Type.String()),
  type: Type.Optional(Type.Literal("function")),
  function: Type.Object({ name: Type.Optional(Type.String()), arguments: Type.String() }),
});

export const CompletionDeltaSchema = Type.Object({
  role: Type.Optional(Type.Literal("assistant")),
  content: Type.Optional(Type.String()),
  reasoning_content: Type.Optional(Type.String()),
  tool_calls: Type.Optional(Type.Array(ToolCallDeltaSchema)),
});
export type CompletionDelta = Static<typeof CompletionDeltaSchema>;

/** One `data:` line of a stream, which `data: [DONE]` ends. With `include_usage` the last one has no choice, but usage. */
export const ChatCompletionChunkSchema = Type.Object({
  ...head,
  object: Type.Literal("chat.completion.chunk"),
  choices: Type.Array(
    Type.Object({
      index: Type.Literal(0),
      delta: CompletionDeltaSchema,
      logprobs: Type.Null(),
      finish_reason: Type.Union([CompletionFinishReasonSchema, Type.Null()]),
    }),
    { maxItems: 1 },
  ),
  usage: Type.Optional(Type.Union([CompletionUsageSchema, Type.Null()])),
  metadata: Metadata,
});
export type ChatCompletionChunk = Static<typeof ChatCompletionChunkSchema>;

/** `GET /v1/models/{id}`. */
export const OpenAiModelSchema = Type.Object({
  id: Type.String(),
  object: Type.Literal("model"),
  created: Type.Integer({ description: "Seconds since 1970; 0, since it is not known." }),
  owned_by: Type.String(),
});
export type OpenAiModel = Static<typeof OpenAiModelSchema>;

/** `GET /v1/models`. */
export const OpenAiModelListSchema = Type.Object({
  object: Type.Literal("list"),
  data: Type.Array(OpenAiModelSchema),
});
export type OpenAiModelList = Static<typeof OpenAiModelListSchema>;

/**
 * Every error of a function under `/v1`. What API Gateway itself refuses (a wrong key, too many requests) has the
 * shape of the whole API, whose `error.message` OpenAI's clients read as well.
 */
export const OpenAiErrorSchema = Type.Object({
  error: Type.Object({
    message: Type.String(),
    type: Type.String(),
    param: Type.Union([Type.String(), Type.Null()], {
      description: "What is to blame: `messages[0].content`.",
    }),
    code: Type.Union([Type.String(), Type.Null()]),
  }),
});
export type OpenAiError = Static<typeof OpenAiErrorSchema>;
