import type { ChatRequest } from "../../runtime/contract/chat";
import type { Message } from "../../runtime/contract/message";
import type { PagePorts } from "../ports";
import type { Entries } from "./entries";
import { createEntry } from "./entry";
import { replyEvents } from "./reply-events";
import type { ReplyRun } from "./reply-run";

/** What is asked, and after which message. */
export interface TurnRequest {
  text: string;
  /** Null at the root of the tree. */
  parentId: string | null;
  /** The same for every attempt to send the same thing. */
  clientMessageId: string;
}

/**
 * Shows a turn at once and sends it. Resolves when it is stored, with undefined, or when it could not begin, with the
 * reason: then nothing of it is left on the page. The reply goes on by itself.
 */
export function beginTurn(
  ports: Pick<PagePorts, "api" | "wait" | "now">,
  run: ReplyRun,
  entries: Entries,
  conversationId: string | undefined,
  turn: TurnRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const createdAt = new Date(ports.now()).toISOString();
  const base = { conversationId: conversationId ?? "", text: "", createdAt, updatedAt: createdAt };
  const asked: Message = {
    ...base,
    id: `local-${turn.clientMessageId}-1`,
    parentId: turn.parentId,
    role: "user",
    text: turn.text,
    status: "complete",
  };
  const answer: Message = {
    ...base,
    id: `local-${turn.clientMessageId}-2`,
    parentId: asked.id,
    role: "assistant",
    status: "running",
  };
  const user = createEntry(asked);
  const reply = createEntry(answer, { kind: "sending" });
  entries.add([user, reply], answer.id);

  const request: ChatRequest = { message: turn.text, clientMessageId: turn.clientMessageId, stream: true };
  if (conversationId !== undefined) Object.assign(request, { conversationId, parentId: turn.parentId });
  return run.begin({ user, reply }, replyEvents(ports, request, signal));
}
