import type { ChatRequest } from "../../runtime/contract/chat";
import { ApiError, ConnectionLost } from "../api/api-error";
import type { PagePorts } from "../ports";
import { type ReplyEvent, type ReplyTarget, type Seen, followReply } from "./follow-reply";

const attempts = 3;
const firstPauseMs = 500;

/**
 * A turn, told to its end however the connection behaves. Until the turn is known to be stored, a lost connection is
 * tried again with the same `clientMessageId`; afterwards the stored reply is followed. Fails when the turn could not
 * begin, when the API refuses, and when the connection is lost to a reply that is not stored.
 */
export async function* replyEvents(
  ports: Pick<PagePorts, "api" | "wait" | "onReturn">,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ReplyEvent> {
  const seen: Seen = { textChars: 0, reasoningChars: 0 };
  let target: ReplyTarget | undefined;
  for (let attempt = 1; !target; attempt += 1) {
    try {
      for await (const event of ports.api.chat(request, signal)) {
        if (event.type === "started") target = event;
        // Nothing was stored: a refusal, which came this way only since something had to be told before.
        if (event.type === "error" && !target) throw new ApiError(200, event.error.code, event.error.message);
        if (event.type === "text") seen.textChars += event.text.length;
        if (event.type === "reasoning") seen.reasoningChars += event.text.length;
        yield event;
        if (event.type === "done" || event.type === "error") return;
      }
      if (!target) throw new ConnectionLost();
    } catch (error) {
      const mayTryAgain = target === undefined ? attempt < attempts : request.store !== false;
      if (signal.aborted || !(error instanceof ConnectionLost) || !mayTryAgain) throw error;
      if (target) break;
      yield { type: "lost" };
      await ports.wait(firstPauseMs * 2 ** attempt, signal);
    }
  }
  yield { type: "lost" };
  if (target) yield* followReply(ports, target, seen, signal, true);
}
