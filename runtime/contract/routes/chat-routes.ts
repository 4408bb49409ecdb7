import type { ApiRoute } from "../api-route";
import { ChatRequestSchema, ChatResponseSchema } from "../chat";
import { examples } from "../examples";
import { ChatHeadersSchema } from "../idempotency";
import { quotaHeaderSchemas } from "../quota-headers";
import { StreamEventSchema } from "../stream-event";

const { conversation, file, question, reply, settings, started } = examples;
const { id: conversationId } = conversation;

/** The turn. */
export const chatRoutes: ApiRoute[] = [
  {
    method: "POST",
    path: "/chat",
    operation: "chat",
    tag: "Chat",
    summary: "One turn: a message and the reply to it",
    description: [
      "Begins a conversation, or goes on with the one that `conversationId` names. What the request does not set is as its",
      "conversation has it, then as the operator set it.",
      "",
      "With `stream: true`, or with `Accept: text/event-stream`, the reply comes as server-sent events while it is written.",
      "Each has an `event:` line with its type and a `data:` line with one JSON object; a comment line every 15 s keeps",
      "proxies awake. `started` is the first, `done` or `error` the last. What is wrong with the request itself is answered",
      "with its status, as JSON, also when a stream was asked for.",
      "",
      "A reply goes on to its end when its caller leaves, and is stored; `POST /conversations/{id}/stop` ends it. A turn with",
      "`store: false` is written nowhere.",
    ].join("\n"),
    headers: ChatHeadersSchema,
    body: {
      schema: ChatRequestSchema,
      examples: {
        "A new conversation": { message: question.text },
        "As it is written": { message: question.text, stream: true },
        "Going on": { message: "And rye?", conversationId, clientMessageId: "order-66-try-1" },
        "In a conversation of the caller's own name": {
          message: question.text,
          conversationId: "weekly-bread",
          createConversation: true,
        },
        "About files": { message: "What does it say of rye?", files: [file.id] },
        "With settings": { message: question.text, ...settings },
        "Another version of a reply": { regenerate: reply.id, conversationId },
        "Nothing stored": {
          message: "And rye?",
          store: false,
          history: [
            { role: "user", text: question.text },
            { role: "assistant", text: reply.text },
          ],
        },
      },
    },
    answers: {
      200: {
        description: "The reply, at its end or while it is written.",
        headers: quotaHeaderSchemas,
        schema: ChatResponseSchema,
        example: { conversationId, userMessageId: question.id, message: reply },
        events: {
          schema: StreamEventSchema,
          description: "What the `data:` line of one event holds.",
          examples: {
            started,
            status: { type: "status", status: "waking", estimateSec: 240 },
            reasoning: { type: "reasoning", text: "They want the cause" },
            text: { type: "text", text: "Wild yeast and " },
            done: { type: "done", message: reply },
            error: { type: "error", error: { code: "model_error", message: "The model failed. Try again." } },
          },
        },
      },
    },
    problems: ["not_found", "conflict", "quota_exceeded", "model_error", "model_unavailable"],
  },
];
