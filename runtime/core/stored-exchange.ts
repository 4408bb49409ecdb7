import type { ChatSettings } from "../contract/chat-settings";
import type { Conversation } from "../contract/conversation";
import { limits } from "../contract/limits";
import type { ChatCompletionRequest } from "../contract/openai-request";
import type { ModelEvent, ModelRequest } from "../ports";
import { callsAsMarkdown, exchangeTexts, type ToldText } from "./exchange-texts";
import { GrowingReply } from "./growing-reply";
import { GatheredCalls } from "./openai-answer";
import { badParameter } from "./openai-problem";
import { keepReply } from "./reply-keeper";
import { titleOf } from "./title";
import type { TurnPorts } from "./turn";
import { leaseMs, newQuestion, newReply } from "./turn-plan";

/** An exchange that is kept as a conversation. */
export interface StoredExchange {
  conversationId: string;
  /** Of the reply. */
  messageId: string;
  /** Tells what the model says, and keeps it to its end: also when the caller leaves, or a stop is asked for. */
  keep(ask: (signal: AbortSignal) => AsyncGenerator<ModelEvent, void>): AsyncGenerator<ModelEvent, void>;
}

/** An exchange of which nothing is written yet. */
export interface ExchangePlan {
  /** Writes everything but the reply, which is begun. */
  begin(): Promise<StoredExchange>;
}

/**
 * Every exchange is a conversation of its own: OpenAI's protocol has no word for going on with one.
 *
 * @throws OpenAiProblem when the messages are not what a conversation can hold.
 */
export function planExchange(
  ports: TurnPorts,
  request: ChatCompletionRequest,
  prompt: ModelRequest,
  owner: string,
): ExchangePlan {
  const { system, told } = exchangeTexts(request.messages);
  refuseUnkept(system, told);
  const now = new Date(ports.clock()).toISOString();
  const conversation: Conversation = {
    id: ports.newId(),
    title: titleOf(told[0]?.text ?? ""),
    createdAt: now,
    updatedAt: now,
    pinned: false,
    settings: settingsOf(prompt, system),
  };
  const messages = chainOf(ports, told, { conversationId: conversation.id, now });
  const user = messages.pop()!;
  const reply = newReply(ports.newId(), { conversationId: conversation.id, parentId: user.id, now });
  const isNew = messages.length === 0;
  return {
    async begin() {
      if (!isNew) await ports.store.importConversation(owner, conversation, messages);
      const leaseUntil = ports.clock() + leaseMs;
      await ports.store.beginTurn({ owner, isNew, conversation, user, reply, leaseUntil });
      return {
        conversationId: conversation.id,
        messageId: reply.id,
        keep: (ask) => keepExchange(ports, owner, new GrowingReply(ports, reply), ask),
      };
    },
  };
}

function refuseUnkept(system: string, told: readonly ToldText[]): void {
  const refuse = (explanation: string) => badParameter("store", "invalid_value", explanation);
  if (told[0]?.role !== "user" || told.at(-1)?.role !== "user") {
    throw refuse("keeps only what begins with a user's message and ends with one or with a tool's.");
  }
  if (system.length > limits.systemChars) {
    throw refuse(
      `keeps at most ${limits.systemChars} characters of system messages; here are ${system.length}.`,
    );
  }
  if (told.length > limits.historyMessages) {
    throw refuse(`keeps at most ${limits.historyMessages} messages; here are ${told.length}.`);
  }
}

/** What another turn of the conversation is asked with. A reply may be longer here than there. */
function settingsOf({ model, temperature, maxTokens }: ModelRequest, system: string): ChatSettings {
  return {
    model,
    ...(system && { system }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens: Math.min(maxTokens, limits.maxTokens) }),
  };
}

function chainOf(
  { newId }: TurnPorts,
  told: readonly ToldText[],
  place: { conversationId: string; now: string },
) {
  let parentId: string | null = null;
  return told.map(({ role, text }) => {
    const message = { ...newQuestion(newId(), { ...place, parentId, text }), role };
    parentId = message.id;
    return message;
  });
}

async function* keepExchange(
  ports: TurnPorts,
  owner: string,
  reply: GrowingReply,
  ask: (signal: AbortSignal) => AsyncGenerator<ModelEvent, void>,
): AsyncGenerator<ModelEvent, void> {
  const stop = new AbortController();
  const calls = new GatheredCalls();
  const written = () => {
    const { conversationId, id: messageId, text, reasoning = "" } = reply.message;
    return { owner, conversationId, messageId, text, reasoning };
  };
  const progress = () => ({ ...written(), leaseUntil: ports.clock() + leaseMs });
  const keeper = keepReply(ports, progress, () => stop.abort());
  try {
    for await (const event of ask(stop.signal)) {
      if (stop.signal.aborted) break;
      if (event.type === "finish") reply.finish(event);
      else if (event.type === "tool_call") calls.add(event);
      else reply.add(event);
      yield event;
    }
  } catch (error) {
    if (!stop.signal.aborted) {
      reply.fail(error);
      throw error;
    }
  } finally {
    const outcome = reply.outcome();
    await keeper.finish();
    const end = written();
    await ports.store.endReply({ ...end, ...outcome, text: callsAsMarkdown(end.text, calls.all()) });
  }
  // Stopped from the page: an end that somebody chose.
  if (stop.signal.aborted) yield { type: "finish", reason: "stop" };
}
