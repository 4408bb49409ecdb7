import { type Static, Type } from "@sinclair/typebox";
import { ChatSettingsSchema } from "./chat-settings";
import { MessageFileSchema, MessageSourceSchema } from "./file";
import { limits } from "./limits";
import {
  FeedbackSchema,
  FinishReasonSchema,
  MessageErrorSchema,
  ReasoningMsSchema,
  UsageSchema,
} from "./message";

/** A message as it was exported. Its id, a ULID, stays; a parent is older than what answers it. */
export const ImportedMessageSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$", description: "a ULID." }),
    parentId: Type.Union([Type.String({ minLength: 1, maxLength: limits.idChars }), Type.Null()]),
    role: Type.Union([Type.Literal("user"), Type.Literal("assistant")]),
    text: Type.String(),
    reasoning: Type.Optional(Type.String()),
    reasoningMs: Type.Optional(ReasoningMsSchema),
    status: Type.Union([
      Type.Literal("complete"),
      Type.Literal("stopped"),
      Type.Literal("failed"),
      Type.Literal("interrupted"),
    ]),
    createdAt: Type.String({ format: "date-time" }),
    updatedAt: Type.String({ format: "date-time" }),
    model: Type.Optional(Type.String({ maxLength: 200 })),
    finishReason: Type.Optional(FinishReasonSchema),
    usage: Type.Optional(UsageSchema),
    error: Type.Optional(MessageErrorSchema),
    feedback: Type.Optional(FeedbackSchema),
    files: Type.Optional(
      Type.Array(MessageFileSchema, {
        maxItems: limits.turnFiles,
        description: "Those that are not the caller's any more are left out.",
      }),
    ),
    sources: Type.Optional(
      Type.Array(MessageSourceSchema, {
        maxItems: 100,
        description: `At most ${limits.sourcesBytes} bytes, as JSON within JSON.`,
      }),
    ),
  },
  { additionalProperties: false },
);
export type ImportedMessage = Static<typeof ImportedMessageSchema>;

/** `POST /conversations`: a conversation as it was exported, under a new id. Answers 201 with the conversation. */
export const ConversationImportSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: limits.titleChars }),
    createdAt: Type.String({ format: "date-time" }),
    updatedAt: Type.String({ format: "date-time" }),
    pinned: Type.Optional(Type.Boolean()),
    settings: Type.Optional(ChatSettingsSchema),
    messages: Type.Array(ImportedMessageSchema, { maxItems: limits.importMessages }),
  },
  { additionalProperties: false },
);
export type ConversationImport = Static<typeof ConversationImportSchema>;

/** `POST /conversations/{id}/messages`: more of an import too large for one request. Answers 204. */
export const MessageImportSchema = Type.Object(
  { messages: Type.Array(ImportedMessageSchema, { minItems: 1, maxItems: limits.importMessages }) },
  { additionalProperties: false },
);
