import { type Static, Type } from "@sinclair/typebox";
import { limits } from "./limits";
import { MessageSchema } from "./message";

const Id = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: limits.idChars, description }));

/** `POST /chat`: one turn. */
export const ChatRequestSchema = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: limits.messageChars }),
    conversationId: Id("The conversation to go on with; a new one is made without it."),
    parentId: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: limits.idChars }), Type.Null()], {
        description:
          "The message to answer after; the newest one without it, the root of the tree with null.",
      }),
    ),
    clientMessageId: Id("Chosen by the caller: a second POST with it is the same turn."),
    model: Type.Optional(Type.String({ maxLength: 200 })),
    system: Type.Optional(Type.String({ maxLength: limits.systemChars })),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: limits.temperatureMax })),
    maxTokens: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.maxTokens })),
    stream: Type.Optional(Type.Boolean()),
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
