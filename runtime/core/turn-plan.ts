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
  const conversation = found.conversation ?? newConversation(ports.newId(), request.message, now);
  const base = { conversationId: conversation.id, text: "", createdAt: now, updatedAt: now };
  const user: Message = {
    ...base,
    id: ports.newId(),
    parentId: found.path.at(-1)?.id ?? null,
    role: "user",
    text: request.message,
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
}

/** Where the turn goes: nothing for a new conversation, an empty path at the root of one that exists. */
async function findPlace(
  ports: TurnPlanPorts,
  request: ChatRequest,
  owner: string,
  budgetTokens: number,
): Promise<{ conversation?: Conversation; path: Message[] }> {
  const { conversationId, parentId } = request;
  if (conversationId === undefined) return { path: [] };
  const history = { owner, conversationId, leafId: parentId ?? undefined, enoughTokens: budgetTokens };
  const [conversation, path] = await Promise.all([
    ports.store.getConversation(owner, conversationId),
    parentId === null ? [] : readHistory(ports.store, history),
  ]);
  return { conversation, path };
}

function newConversation(id: string, message: string, now: string): Conversation {
  return { id, title: titleOf(message), createdAt: now, updatedAt: now, pinned: false };
}
