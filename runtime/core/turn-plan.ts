import type { ChatRequest, HistoryMessage } from "../contract/chat";
import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { Clock, ConversationStore, ModelRequest, NewId, NewTurn } from "../ports";
import { type AskedSettings, askedSettings, settingsOf, type TurnSettings } from "./asked-settings";
import { promptWindow } from "./prompt-window";
import { titleOf } from "./title";
import { findPlace } from "./turn-place";

/** How long a reply counts as alive after its last save. */
export const leaseMs = 15_000;

export interface TurnPlanPorts {
  store: ConversationStore;
  clock: Clock;
  newId: NewId;
}

export interface TurnPlan {
  turn: NewTurn;
  prompt: ModelRequest;
}

/**
 * Everything that a turn will write and send, without writing anything.
 *
 * @throws Problem `bad_request`, `not_found` or `too_large`.
 */
export async function planTurn(
  ports: TurnPlanPorts,
  settings: TurnSettings,
  request: ChatRequest,
  owner: string,
): Promise<TurnPlan> {
  refuseContradictions(request);
  // Before anything is read: what the request itself asks for may be refused.
  askedSettings(settings, request);
  // A little more than will fit beside the reply, of which the conversation, read at the same time, knows the length.
  const place = await findPlace(ports.store, request, owner, settings.contextTokens);
  const now = new Date(ports.clock()).toISOString();
  const conversation = place.conversation ?? newConversation(ports, request, now);
  const base = { conversationId: conversation.id, now };
  const user =
    place.asked ??
    newQuestion(ports.newId(), { ...base, parentId: place.path.at(-1)?.id ?? null, text: request.message });
  return {
    turn: {
      owner,
      isNew: place.conversation === undefined,
      conversation: { ...conversation, updatedAt: now },
      user,
      isAgain: place.asked !== undefined,
      reply: newReply(ports.newId(), { ...base, parentId: user.id }),
      clientMessageId: request.clientMessageId,
      leaseUntil: ports.clock() + leaseMs,
    },
    prompt: promptOf(settings, askedSettings(settings, request, place.conversation?.settings), [
      ...place.path,
      user,
    ]),
  };
}

interface NewMessage {
  conversationId: string;
  parentId: string | null;
  text?: string;
  now: string;
}

/** What is said to the model. */
export function newQuestion(id: string, { now, text = "", ...place }: NewMessage): Message {
  return { ...place, id, role: "user", text, status: "complete", createdAt: now, updatedAt: now };
}

/** The reply, empty and running. */
export function newReply(id: string, { now, ...place }: NewMessage): Message {
  return { ...place, id, role: "assistant", text: "", status: "running", createdAt: now, updatedAt: now };
}

/** @throws Problem `bad_request` when the reply leaves no room, `too_large` when the newest message does not fit. */
export function promptOf(
  { contextTokens }: TurnSettings,
  { model, system, temperature, maxTokens }: AskedSettings,
  path: readonly HistoryMessage[],
): ModelRequest {
  if (maxTokens >= contextTokens) {
    throw new Problem(
      "bad_request",
      `maxTokens: is ${maxTokens}; less than ${contextTokens} is allowed, which prompt and reply share.`,
    );
  }
  const messages = promptWindow({ system, path, budgetTokens: contextTokens - maxTokens });
  return { messages, model, temperature, maxTokens };
}

function refuseContradictions(request: ChatRequest): void {
  if (request.history !== undefined) {
    throw new Problem("bad_request", "history: is only for turns with store: false.");
  }
  if (request.conversationId === undefined && typeof request.parentId === "string") {
    throw new Problem("bad_request", "parentId: needs the conversationId of the message it names.");
  }
  if (request.createConversation) requireNewId(request);
  if (request.regenerate === undefined) {
    requireMessage(request);
  } else if (request.message !== undefined || request.parentId !== undefined) {
    throw new Problem("bad_request", "regenerate: goes without message and parentId; the reply has both.");
  } else if (request.conversationId === undefined) {
    throw new Problem("bad_request", "regenerate: needs the conversationId of the reply it names.");
  }
}

/** @throws Problem `bad_request` when no conversation could have this id: it stands in addresses and in keys. */
function requireNewId({ conversationId }: ChatRequest): void {
  if (conversationId === undefined) {
    throw new Problem("bad_request", "createConversation: needs a conversationId.");
  }
  if (!/^[\w-]+$/.test(conversationId)) {
    throw new Problem(
      "bad_request",
      `conversationId: is ${JSON.stringify(conversationId)}; a new one may have letters, digits, - and _.`,
    );
  }
}

/** @throws Problem `bad_request` when nothing is said. */
export function requireMessage({ message }: ChatRequest): string {
  if (message === undefined) throw new Problem("bad_request", "message: is missing; it must be a string.");
  return message;
}

/** Under the caller's own id it keeps no settings: each of the caller's turns says what it needs. */
function newConversation({ newId }: TurnPlanPorts, request: ChatRequest, now: string): Conversation {
  const settings = request.conversationId === undefined ? settingsOf(request) : undefined;
  return {
    id: request.conversationId ?? newId(),
    title: titleOf(request.message ?? ""),
    createdAt: now,
    updatedAt: now,
    pinned: false,
    ...(settings && { settings }),
  };
}
