import type { ChatRequest } from "../contract/chat";
import { Problem } from "../contract/problem";
import type { StreamEvent } from "../contract/stream-event";
import type { ConversationStore, NewId, Quota } from "../ports";
import { askedSettings } from "./asked-settings";
import { GrowingReply, type ReplyPorts } from "./growing-reply";
import { endingOf } from "./reply-ending";
import { titleOf } from "./title";
import type { TurnCall } from "./turn-call";
import { holdTokens, settleHold } from "./token-use";
import { readTurnFiles, type TurnFilePorts } from "./turn-files";
import { newQuestion, newReply, requireMessage } from "./turn-plan";
import { promptOf } from "./turn-prompt";

export interface UnstoredTurnPorts extends ReplyPorts {
  store: Pick<ConversationStore, "getConversation">;
  files: TurnFilePorts;
  newId: NewId;
  quota: Quota;
}

/** What names something stored. */
const storedFields = [
  "conversationId",
  "createConversation",
  "parentId",
  "clientMessageId",
  "regenerate",
] as const;

/**
 * A turn that leaves no trace: the caller tells the history and keeps what it wants. Files are read and stay what they
 * were: uploads that belong to nothing, for a day. Its ids are of this turn only. It
 * ends at the model when it is no longer iterated, since there is nobody to come back for it.
 *
 * @throws Problem `bad_request`, `too_large` or `too_many_requests` before the first event.
 */
export async function* runUnstoredTurn(
  ports: UnstoredTurnPorts,
  request: ChatRequest,
  owner: string,
  call: TurnCall,
): AsyncGenerator<StreamEvent, void> {
  for (const field of storedFields) {
    if (request[field] !== undefined)
      throw new Problem("bad_request", `${field}: names what is stored; it goes without store: false.`);
  }
  if (call.idempotencyKey !== undefined)
    throw new Problem(
      "bad_request",
      "Idempotency-Key: finds a stored turn again; it goes without store: false.",
    );
  const text = requireMessage(request);
  const { clock, newId, settings } = ports;
  const isoNow = () => new Date(clock()).toISOString();
  const base = { conversationId: newId(), now: isoNow() };
  const user = newQuestion(newId(), { ...base, parentId: null, text });
  const path = [...(request.history ?? []), user];
  const files = await readTurnFiles({ ...ports, ...ports.files }, owner, request.files ?? [], { path: [] });
  const { prompt, sources } = promptOf(settings, askedSettings(settings, request), path, files);
  const reply = new GrowingReply(ports, newReply(newId(), { ...base, parentId: user.id, sources }));
  const hold = await holdTokens(ports.quota, owner, prompt);
  call.onAdmitted?.(hold.standing);

  const { conversationId, id: messageId } = reply.message;
  try {
    yield { type: "started", conversationId, userMessageId: user.id, messageId, title: titleOf(text) };
    yield* reply.grow(prompt, new AbortController().signal);
  } finally {
    await settleHold(ports.logger, hold, reply.used(prompt));
  }
  yield endingOf(withoutUndefined({ ...reply.message, ...reply.outcome(), updatedAt: isoNow() }));
}

/** As a message comes out of a store. */
function withoutUndefined<T extends object>(message: T): T {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as T;
}
