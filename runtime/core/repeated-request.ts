import type { ChatRequest } from "../contract/chat";
import { Problem } from "../contract/problem";
import type { TurnCall } from "./turn-call";

/**
 * The request under the name by which a second one finds its turn.
 *
 * @throws Problem `bad_request` when header and body name it differently.
 */
export function repeatable(request: ChatRequest, { idempotencyKey }: TurnCall): ChatRequest {
  const { clientMessageId = idempotencyKey } = request;
  if (idempotencyKey !== undefined && clientMessageId !== idempotencyKey)
    throw new Problem("bad_request", "Idempotency-Key: is not the body's clientMessageId; send one of them.");
  return clientMessageId === undefined ? request : { ...request, clientMessageId };
}

/** All that a request asks, whatever the order of its fields. How it is answered is no part of it. */
export function wordsOf({ stream: _stream, clientMessageId: _id, ...asked }: ChatRequest): string {
  return JSON.stringify(Object.entries(asked).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function anotherRequest(): Problem {
  return new Problem(
    "conflict",
    "Idempotency-Key: was used within the last 24 hours with another body; a new request needs a key of its own.",
  );
}
