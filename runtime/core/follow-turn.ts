import type { Message } from "../contract/message";
import type { StreamEvent } from "../contract/stream-event";
import type { BegunTurn, ConversationStore, Wait } from "../ports";
import { endingOf } from "./reply-ending";

/** How often a reply that somebody else writes is read: as often as it is saved. */
const readEveryMs = 1_000;

/**
 * Tells a turn that began earlier from the store: what is there at once, the rest as it gets saved. Ends by itself,
 * since a reply that nobody writes any more reads as `interrupted` when its lease has passed.
 */
export async function* followTurn(
  { store, wait }: { store: ConversationStore; wait: Wait },
  owner: string,
  { conversationId, userMessageId, messageId }: BegunTurn,
): AsyncGenerator<StreamEvent, void> {
  let [{ title }, message] = await Promise.all([
    store.getConversation(owner, conversationId),
    store.getMessage(owner, conversationId, messageId),
  ]);
  yield { type: "started", conversationId, userMessageId, messageId, title };
  let told = { text: "", reasoning: "" };
  while (true) {
    yield* newsSince(told, message);
    told = { text: message.text, reasoning: message.reasoning ?? "" };
    if (message.status !== "running") return yield endingOf(message);
    await wait(readEveryMs);
    message = await store.getMessage(owner, conversationId, messageId);
  }
}

function* newsSince(told: { text: string; reasoning: string }, message: Message): Generator<StreamEvent> {
  const reasoning = (message.reasoning ?? "").slice(told.reasoning.length);
  const text = message.text.slice(told.text.length);
  if (reasoning) yield { type: "reasoning", text: reasoning };
  if (text) yield { type: "text", text };
}
