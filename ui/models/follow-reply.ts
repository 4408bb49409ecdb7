import type { Message } from "../../runtime/contract/message";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { ApiError, ConnectionLost } from "../api/api-error";
import type { PagePorts } from "../ports";

/** A stream event, or what the page itself notices: the way to the reply is `lost`, or `found` again. */
export type ReplyEvent = StreamEvent | { type: "lost" } | { type: "found" };

export interface ReplyTarget {
  conversationId: string;
  messageId: string;
}

/** How much of a reply has already been given out. */
export interface Seen {
  textChars: number;
  reasoningChars: number;
}

const pollMs = 1_000;
const maxBackoffMs = 15_000;

/**
 * Follows a stored reply to its end and tells it as the events of a live stream, going on after `seen`. Network
 * failures are waited out; anything else the API refuses ends it with that error, as does `signal`.
 *
 * @param isLost - that the way to the reply is lost was told already
 */
export async function* followReply(
  ports: Pick<PagePorts, "api" | "wait" | "onReturn">,
  target: ReplyTarget,
  seen: Seen,
  signal: AbortSignal,
  isLost = false,
): AsyncGenerator<ReplyEvent> {
  let failures = 0;
  let isFound = !isLost;
  for (;;) {
    signal.throwIfAborted();
    try {
      const message = await ports.api.getMessage(target.conversationId, target.messageId, signal);
      if (!isFound) yield { type: "found" };
      isFound = true;
      failures = 0;
      yield* newEvents(message, seen);
      if (message.status !== "running") return;
    } catch (error) {
      if (signal.aborted || !passes(error)) throw error;
      failures += 1;
      isFound = false;
      yield { type: "lost" };
    }
    await pause(ports, Math.min(maxBackoffMs, pollMs * 2 ** failures), signal);
  }
}

/** Ends early when somebody comes back: then the network is likely to be there again. */
async function pause(
  ports: Pick<PagePorts, "wait" | "onReturn">,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const returned = new AbortController();
  const forget = ports.onReturn(() => returned.abort());
  await ports.wait(ms, AbortSignal.any([signal, returned.signal]));
  forget();
}

/** Whether waiting may help. */
function passes(error: unknown): boolean {
  return (
    error instanceof ConnectionLost ||
    (error instanceof ApiError && (error.status >= 500 || error.status === 429))
  );
}

/** The stored text may lag behind what was streamed, as it is saved once a second: then there is nothing new. */
function* newEvents(message: Message, seen: Seen): Generator<StreamEvent> {
  const { text, reasoning = "" } = message;
  if (message.status === "failed") {
    const error = message.error ?? { code: "internal", message: "" };
    yield { type: "error", error, message };
  } else if (message.status !== "running") {
    yield { type: "done", message };
  } else {
    if (reasoning.length > seen.reasoningChars) {
      yield { type: "reasoning", text: reasoning.slice(seen.reasoningChars) };
      seen.reasoningChars = reasoning.length;
    }
    if (text.length > seen.textChars) {
      yield { type: "text", text: text.slice(seen.textChars) };
      seen.textChars = text.length;
    }
  }
}
