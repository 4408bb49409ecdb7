import type { ApiRoute } from "../api-route";
import { MessagePageQuerySchema, MessagePageSchema } from "../conversation";
import { MessageImportSchema } from "../conversation-import";
import { examples } from "../examples";
import { FeedbackRequestSchema, MessageSchema } from "../message";
import { ConversationIdSchema, MessageIdSchema } from "../path-id";

const { exportedQuestion, question, reply } = examples;
const tag = "Messages";
const ofConversation = { id: ConversationIdSchema };
const ofMessage = { ...ofConversation, mid: MessageIdSchema };

/** What can be done with the messages of a conversation. */
export const messageRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/conversations/{id}/messages",
    operation: "listMessages",
    tag,
    summary: "A conversation's messages, newest first",
    description: "Messages form a tree: siblings under one `parentId` are versions of one another.",
    parameters: ofConversation,
    query: MessagePageQuerySchema,
    answers: {
      200: {
        description:
          "A page of them. It may be shorter than `limit` although more follows: only `cursor` tells.",
        schema: MessagePageSchema,
        example: { messages: [reply, question] },
      },
    },
    problems: ["not_found"],
  },
  {
    method: "POST",
    path: "/conversations/{id}/messages",
    operation: "importMessages",
    tag,
    summary: "Imports more messages into a conversation",
    description: "May be sent again without harm: a message that is there stays as it is.",
    parameters: ofConversation,
    body: { schema: MessageImportSchema, examples: { "One message": { messages: [exportedQuestion] } } },
    answers: { 204: { description: "All of them are stored." } },
    problems: ["not_found", "conflict"],
  },
  {
    method: "GET",
    path: "/conversations/{id}/messages/{mid}",
    operation: "getMessage",
    tag,
    summary: "One message; asked again, it shows how far a running reply has come",
    parameters: ofMessage,
    answers: { 200: { description: "The message.", schema: MessageSchema, example: reply } },
    problems: ["not_found"],
  },
  {
    method: "PUT",
    path: "/conversations/{id}/messages/{mid}/feedback",
    operation: "rateMessage",
    tag,
    summary: "Likes or dislikes a message, with a comment; null takes it back",
    parameters: ofMessage,
    body: {
      schema: FeedbackRequestSchema,
      examples: {
        Liked: { rating: "like" },
        "Disliked, and why": { rating: "dislike", comment: "Rye was the question." },
        "Taken back": null,
      },
    },
    answers: {
      200: {
        description: "The message as it is now.",
        schema: MessageSchema,
        example: { ...reply, feedback: { rating: "like" } },
      },
    },
    problems: ["not_found"],
  },
];
