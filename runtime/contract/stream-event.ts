import { type Static, Type } from "@sinclair/typebox";
import { MessageErrorSchema, MessageSchema } from "./message";

/** The turn is stored; what follows belongs to these ids. The first event, unless the store has to wake before. */
export const StartedEventSchema = Type.Object({
  type: Type.Literal("started"),
  conversationId: Type.String(),
  userMessageId: Type.String(),
  messageId: Type.String(),
  title: Type.String(),
});

/** Nothing to show yet, and why. */
export const StatusEventSchema = Type.Object({
  type: Type.Literal("status"),
  status: Type.Union([Type.Literal("waking"), Type.Literal("queued")]),
  what: Type.Optional(
    Type.Literal("database", {
      description: "What wakes, when it is not the model. Comes before `started`.",
    }),
  ),
  estimateSec: Type.Optional(Type.Integer({ minimum: 0 })),
  position: Type.Optional(Type.Integer({ minimum: 1, description: "Place in the queue; 1 is next." })),
});

export const ReasoningEventSchema = Type.Object({
  type: Type.Literal("reasoning"),
  text: Type.String(),
});

/** More of the reply: a delta, never the whole. */
export const TextEventSchema = Type.Object({ type: Type.Literal("text"), text: Type.String() });

/** The reply has ended (`complete` or `stopped`), as stored. Always the last event of a reply that did not fail. */
export const DoneEventSchema = Type.Object({ type: Type.Literal("done"), message: MessageSchema });

/** The reply has failed; what was written before is kept. Always the last event of a reply that failed. */
export const ErrorEventSchema = Type.Object({
  type: Type.Literal("error"),
  error: MessageErrorSchema,
  message: Type.Optional(MessageSchema),
});

/**
 * What `POST /chat` streams. On the wire an event has an `event:` line with its type and one `data:` line of JSON;
 * a comment line every 15 s keeps proxies awake.
 */
export const StreamEventSchema = Type.Union([
  StartedEventSchema,
  StatusEventSchema,
  ReasoningEventSchema,
  TextEventSchema,
  DoneEventSchema,
  ErrorEventSchema,
]);
export type StreamEvent = Static<typeof StreamEventSchema>;
export type StatusEvent = Static<typeof StatusEventSchema>;
export type StartedEvent = Static<typeof StartedEventSchema>;
