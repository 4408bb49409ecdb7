import { type Static, Type } from "@sinclair/typebox";
import { MessageFileSchema, MessageSourceSchema } from "./file";
import { limits } from "./limits";

/**
 * Where a message stands. A user's message is `complete` from the start. A reply is `running` until it ends as
 * `complete`, `stopped` (by the user), `failed` (the model) or `interrupted` (whatever wrote it has died).
 */
export const MessageStatusSchema = Type.Union([
  Type.Literal("running"),
  Type.Literal("complete"),
  Type.Literal("stopped"),
  Type.Literal("failed"),
  Type.Literal("interrupted"),
]);
export type MessageStatus = Static<typeof MessageStatusSchema>;

export const FinishReasonSchema = Type.Union([
  Type.Literal("stop"),
  Type.Literal("length"),
  Type.Literal("stopped"),
  Type.Literal("error"),
]);
export type FinishReason = Static<typeof FinishReasonSchema>;

const TokenCount = Type.Integer({ minimum: 0, maximum: 1e9 });

/** Token counts as the model gives them. */
export const UsageSchema = Type.Object(
  { promptTokens: TokenCount, completionTokens: TokenCount },
  { additionalProperties: false },
);
export type Usage = Static<typeof UsageSchema>;

/** `code` is one of `errorCodes`; `message` may be shown to a person. */
export const MessageErrorSchema = Type.Object(
  { code: Type.String({ maxLength: limits.idChars }), message: Type.String({ maxLength: 2_000 }) },
  { additionalProperties: false },
);
export type MessageError = Static<typeof MessageErrorSchema>;

/** How long the model thought: from its first thought to its first word, or to the end. */
export const ReasoningMsSchema = Type.Integer({ minimum: 0, maximum: 1e9 });

/** What a person thinks of a reply. */
export const FeedbackSchema = Type.Object(
  {
    rating: Type.Union([Type.Literal("like"), Type.Literal("dislike")]),
    comment: Type.Optional(Type.String({ maxLength: limits.commentChars })),
  },
  { additionalProperties: false },
);
export type Feedback = Static<typeof FeedbackSchema>;

/** One message of a conversation's tree. */
export const MessageSchema = Type.Object({
  id: Type.String({ description: "A ULID: sorts by the time the message was made." }),
  conversationId: Type.String(),
  parentId: Type.Union([Type.String(), Type.Null()], {
    description:
      "The message this one answers; null for a first message. Siblings are versions of one another.",
  }),
  role: Type.Union([Type.Literal("user"), Type.Literal("assistant")]),
  text: Type.String({ description: "Markdown." }),
  reasoning: Type.Optional(Type.String({ description: "What the model thought before it answered." })),
  reasoningMs: Type.Optional(ReasoningMsSchema),
  status: MessageStatusSchema,
  createdAt: Type.String({ format: "date-time" }),
  updatedAt: Type.String({ format: "date-time" }),
  model: Type.Optional(
    Type.String({ description: "What the model calls itself; known when it has finished." }),
  ),
  finishReason: Type.Optional(FinishReasonSchema),
  usage: Type.Optional(UsageSchema),
  error: Type.Optional(MessageErrorSchema),
  feedback: Type.Optional(FeedbackSchema),
  files: Type.Optional(
    Type.Array(MessageFileSchema, { description: "Of a user's message: what was asked about." }),
  ),
  sources: Type.Optional(
    Type.Array(MessageSourceSchema, {
      description: "Of a reply: which parts of which files it was made from.",
    }),
  ),
});
export type Message = Static<typeof MessageSchema>;

/** `PUT …/feedback`: null takes it back. */
export const FeedbackRequestSchema = Type.Union([FeedbackSchema, Type.Null()]);
