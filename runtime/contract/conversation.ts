import { type Static, Type } from "@sinclair/typebox";
import { ChatSettingsSchema } from "./chat-settings";
import { limits } from "./limits";
import { ListPlaceSchema } from "./list-place";
import { MessageSchema } from "./message";

export const ConversationSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  createdAt: Type.String({ format: "date-time" }),
  updatedAt: Type.String({ format: "date-time" }),
  pinned: Type.Boolean(),
  settings: Type.Optional(ChatSettingsSchema),
});
export type Conversation = Static<typeof ConversationSchema>;

/** `PATCH /conversations/{id}`: only what is given changes. */
export const ConversationPatchSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: limits.titleChars })),
    pinned: Type.Optional(Type.Boolean()),
    settings: Type.Optional(
      Type.Union([ChatSettingsSchema, Type.Null()], {
        description: "Replaces all of them; null clears them.",
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ConversationPatch = Static<typeof ConversationPatchSchema>;

/** A conversation in a list. `match` is there when a search found it by a message's text. */
export const ListedConversationSchema = Type.Composite([
  ConversationSchema,
  Type.Object({
    match: Type.Optional(
      Type.Object({
        messageId: Type.String(),
        excerpt: Type.String({ description: "The words around the match, on one line." }),
      }),
    ),
  }),
]);
export type ListedConversation = Static<typeof ListedConversationSchema>;

/**
 * Pinned ones first, then the others, each newest first. `cursor` is there when more follows: give it back to get the next page. With `q` a page may be short, even empty,
 * although more follows.
 */
export const ConversationPageSchema = Type.Object({
  conversations: Type.Array(ListedConversationSchema),
  cursor: Type.Optional(Type.String()),
});
export type ConversationPage = Static<typeof ConversationPageSchema>;

/** Messages newest first. A page may be shorter than `limit` although more follows: only `cursor` tells. */
export const MessagePageSchema = Type.Object({
  messages: Type.Array(MessageSchema),
  cursor: Type.Optional(Type.String()),
});
export type MessagePage = Static<typeof MessagePageSchema>;

/** Query of the list of conversations. `q` searches titles and texts, case-insensitively. */
export const PageQuerySchema = Type.Object(
  {
    ...ListPlaceSchema,
    q: Type.Optional(Type.String({ maxLength: limits.searchChars })),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuerySchema>;

/** Query of a conversation's messages. */
export const MessagePageQuerySchema = Type.Omit(PageQuerySchema, ["q"]);

/** Query of `POST /conversations/{id}/stop`. */
export const StopQuerySchema = Type.Object(
  {
    messageId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: limits.idChars,
        description: "The reply to stop, where several are being written; the newest one without it.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** The answer to it: false when no reply was running. */
export const StopResponseSchema = Type.Object({ stopping: Type.Boolean() });
export type StopResponse = Static<typeof StopResponseSchema>;
