import type { ChatRequest } from "../contract/chat";
import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { Clock, ConversationStore, ModelRequest, NewId, NewTurn } from "../ports";
import { readHistory } from "./history";
import { promptWindow } from "./prompt-window";
import { titleOf } from "./title";

/** How long a reply counts as alive after its last save. */
export const leaseMs = 15_000;

export interface TurnSettings {
  /** The served model's name; a request for another one is refused. */
  model: string;
  /** How many tokens the model can take, prompt and reply together. */
  contextTokens: number;
  /** The longest reply, in tokens, when the caller does not say. */
  replyTokens: number;
  /** What the model is told first, when the caller gives no `system`. Empty: nothing. */
  systemPrompt: string;
}

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
  refuseContradictions(settings, request);
  const maxTokens = request.maxTokens ?? settings.replyTokens;
  const budgetTokens = settings.contextTokens - maxTokens;
  const now = new Date(ports.clock()).toISOString();

  const found = await findPlace(ports, request, owner, budgetTokens);
  const conversation = found.conversation ?? newConversation(ports.newId(), request.message ?? "", now);
  const base = { conversationId: conversation.id, text: "", createdAt: now, updatedAt: now };
  const user: Message = found.asked ?? {
    ...base,
    id: ports.newId(),
    parentId: found.path.at(-1)?.id ?? null,
    role: "user",
    text: request.message ?? "",
    status: "complete",
  };
  const reply: Message = {
    ...base,
    id: ports.newId(),
    parentId: user.id,
    role: "assistant",
    status: "running",
  };

  const system = request.system ?? settings.systemPrompt;
  const messages = promptWindow({ system, path: [...found.path, user], budgetTokens });
  return {
    turn: {
      owner,
      isNew: found.conversation === undefined,
      conversation: { ...conversation, updatedAt: now },
      user,
      isAgain: found.asked !== undefined,
      reply,
      clientMessageId: request.clientMessageId,
      leaseUntil: ports.clock() + leaseMs,
    },
    prompt: { messages, model: request.model, temperature: request.temperature, maxTokens },
  };
}

function refuseContradictions(settings: TurnSettings, request: ChatRequest): void {
  if (request.model !== undefined && request.model !== settings.model) {
    throw new Problem(
      "bad_request",
      `model: ${JSON.stringify(request.model)} is not served here; allowed is ${JSON.stringify(settings.model)}.`,
    );
  }
  if (request.conversationId === undefined && typeof request.parentId === "string") {
    throw new Problem("bad_request", "parentId: needs the conversationId of the message it names.");
  }
  if (request.regenerate === undefined) {
    if (request.message === undefined)
      throw new Problem("bad_request", "message: is missing; it must be a string.");
  } else if (request.message !== undefined || request.parentId !== undefined) {
    throw new Problem("bad_request", "regenerate: goes without message and parentId; the reply has both.");
  } else if (request.conversationId === undefined) {
    throw new Problem("bad_request", "regenerate: needs the conversationId of the reply it names.");
  }
}

interface Place {
  /** Nothing for a new conversation. */
  conversation?: Conversation;
  /** What was said before; empty at the root of the tree. */
  path: Message[];
  /** The stored message that is answered again. */
  asked?: Message;
}

/** Where the turn goes. */
async function findPlace(
  ports: TurnPlanPorts,
  request: ChatRequest,
  owner: string,
  budgetTokens: number,
): Promise<Place> {
  const { conversationId, regenerate } = request;
  if (conversationId === undefined) return { path: [] };
  const leafId =
    regenerate === undefined
      ? request.parentId
      : await questionOf(ports.store, owner, conversationId, regenerate);
  const history = { owner, conversationId, leafId: leafId ?? undefined, enoughTokens: budgetTokens };
  const [conversation, path] = await Promise.all([
    ports.store.getConversation(owner, conversationId),
    leafId === null ? [] : readHistory(ports.store, history),
  ]);
  if (regenerate === undefined) return { conversation, path };
  return { conversation, path: path.slice(0, -1), asked: path.at(-1) };
}

/** @throws Problem `bad_request` when the message is no reply to anything. */
async function questionOf(
  store: ConversationStore,
  owner: string,
  conversationId: string,
  replyId: string,
): Promise<string> {
  const { role, parentId } = await store.getMessage(owner, conversationId, replyId);
  if (role === "assistant" && parentId !== null) return parentId;
  throw new Problem("bad_request", "regenerate: names a message that is no reply to another.");
}

function newConversation(id: string, message: string, now: string): Conversation {
  return { id, title: titleOf(message), createdAt: now, updatedAt: now, pinned: false };
}
