import type { ApiRoute } from "../api-route";
import {
  ConversationPageSchema,
  ConversationPatchSchema,
  ConversationSchema,
  PageQuerySchema,
  StopQuerySchema,
  StopResponseSchema,
} from "../conversation";
import { ConversationImportSchema } from "../conversation-import";
import { examples } from "../examples";
import { ConversationIdSchema } from "../path-id";

const { conversation, exportedQuestion, exportedReply } = examples;
const { createdAt, updatedAt } = conversation;
const tag = "Conversations";
const parameters = { id: ConversationIdSchema };

/** What can be done with conversations as a whole. */
export const conversationRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/conversations",
    operation: "listConversations",
    tag,
    summary: "The caller's conversations, newest first, pinned ones before the others",
    description: [
      "With `q` only those with it in their title or in a text; `match` then has the words around the place.",
      "One call of a search looks at a part of what there is: go on while there is a `cursor`, also after an empty page.",
    ].join(" "),
    query: PageQuerySchema,
    answers: {
      200: {
        description: "A page of them.",
        schema: ConversationPageSchema,
        example: { conversations: [conversation], cursor: "eyJrIjoiMDFLQVMzIn0" },
      },
    },
  },
  {
    method: "POST",
    path: "/conversations",
    operation: "importConversation",
    tag,
    summary: "Imports a conversation as it was exported",
    description: [
      "Messages keep their ids and dates, and must form a tree: ids unique, a parent older and known, a reply under a user's",
      "message, nothing from the future. A long conversation comes in several requests:",
      "the others go to `POST /conversations/{id}/messages`.",
    ].join(" "),
    body: {
      schema: ConversationImportSchema,
      examples: {
        "Two messages": {
          title: conversation.title,
          createdAt,
          updatedAt,
          messages: [exportedQuestion, exportedReply],
        },
      },
    },
    answers: {
      201: {
        description: "The conversation, under an id of its own.",
        schema: ConversationSchema,
        example: conversation,
      },
    },
    problems: ["conflict"],
  },
  {
    method: "GET",
    path: "/conversations/{id}",
    operation: "getConversation",
    tag,
    summary: "One conversation, without its messages",
    parameters,
    answers: { 200: { description: "The conversation.", schema: ConversationSchema, example: conversation } },
    problems: ["not_found"],
  },
  {
    method: "PATCH",
    path: "/conversations/{id}",
    operation: "updateConversation",
    tag,
    summary: "Changes title, pin or settings",
    parameters,
    body: {
      schema: ConversationPatchSchema,
      examples: {
        "Another title": { title: "Sourdough" },
        Pinned: { pinned: true },
        "Other settings, in place of all of them": { settings: { temperature: 0.7 } },
        "No settings of its own": { settings: null },
      },
    },
    answers: { 200: { description: "As it is now.", schema: ConversationSchema, example: conversation } },
    problems: ["not_found"],
  },
  {
    method: "DELETE",
    path: "/conversations/{id}",
    operation: "deleteConversation",
    tag,
    summary: "Deletes a conversation with all its messages",
    parameters,
    answers: { 204: { description: "It is gone." } },
    problems: ["not_found"],
  },
  {
    method: "POST",
    path: "/conversations/{id}/stop",
    operation: "stopReply",
    tag,
    summary: "Ends the running reply at the model; what was written is kept",
    parameters,
    query: StopQuerySchema,
    answers: {
      200: {
        description: "Whether a reply was running.",
        schema: StopResponseSchema,
        example: { stopping: true },
      },
    },
    problems: ["not_found"],
  },
];
