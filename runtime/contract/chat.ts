import { type Static, Type } from "@sinclair/typebox";
import { ChatSettingsSchema } from "./chat-settings";
import { limits } from "./limits";
import { MessageSchema } from "./message";

const Id = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: limits.idChars, description }));

/** An earlier message, told by the caller. */
export const HistoryMessageSchema = Type.Object(
  {
    role: Type.Union([Type.Literal("user"), Type.Literal("assistant")]),
    text: Type.String({ maxLength: limits.messageChars }),
  },
  { additionalProperties: false },
);
export type HistoryMessage = Static<typeof HistoryMessageSchema>;

/**
 * `POST /chat`: one turn, either a `message` or a reply to make again. What it does not set is as its conversation has it, then as the operator does.
 */
export const ChatRequestSchema = Type.Object(
  {
    message: Type.Optional(Type.String({ minLength: 1, maxLength: limits.messageChars })),
    regenerate: Id(
      "Instead of `message`: a reply of the conversation, to which another version is made. Its question stays one.",
    ),
    conversationId: Id("The conversation to go on with; a new one is made without it."),
    createConversation: Type.Optional(
      Type.Boolean({
        description:
          "True: a `conversationId` that is not there yet is made, under this id (letters, digits, - and _) and without settings of its own.",
        default: false,
      }),
    ),
    parentId: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: limits.idChars }), Type.Null()], {
        description:
          "The message to answer after; the newest one without it, the root of the tree with null.",
      }),
    ),
    clientMessageId: Id("Chosen by the caller: a second POST with it is the same turn."),
    files: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: limits.idChars }), {
        maxItems: limits.turnFiles,
        description:
          "Ids of uploaded files that `message` is about; one named twice is named once. They belong to the conversation from then on, and go with it.",
      }),
    ),
    ...ChatSettingsSchema.properties,
    stream: Type.Optional(Type.Boolean()),
    store: Type.Optional(
      Type.Boolean({
        description: "False: nothing is stored, and the turn belongs to no conversation.",
        default: true,
      }),
    ),
    history: Type.Optional(
      Type.Array(HistoryMessageSchema, {
        maxItems: limits.historyMessages,
        description: "With `store: false` only: what was said before, oldest first.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type ChatRequest = Static<typeof ChatRequestSchema>;

/** The answer to `POST /chat` when nothing streams. */
export const ChatResponseSchema = Type.Object({
  conversationId: Type.String(),
  userMessageId: Type.String(),
  message: MessageSchema,
});
export type ChatResponse = Static<typeof ChatResponseSchema>;
