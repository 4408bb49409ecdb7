import type { ChatRequest } from "../contract/chat";
import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { ConversationStore } from "../ports";
import { readHistory } from "./history";

/** Where a turn goes. */
export interface TurnPlace {
  /** Nothing for a new conversation. */
  conversation?: Conversation;
  /** What was said before; empty at the root of the tree. */
  path: Message[];
  /** The stored message that is answered again. */
  asked?: Message;
}

/**
 * @param enoughTokens - how far back the path needs to go
 * @throws Problem `bad_request` or `not_found`.
 */
export async function findPlace(
  store: ConversationStore,
  request: ChatRequest,
  owner: string,
  enoughTokens: number,
): Promise<TurnPlace> {
  const { conversationId, regenerate } = request;
  if (conversationId === undefined) return { path: [] };
  try {
    return await findInConversation(store, { ...request, conversationId }, owner, enoughTokens);
  } catch (error) {
    const mayBeNew = request.createConversation && regenerate === undefined;
    if (mayBeNew && error instanceof Problem && error.code === "not_found") return { path: [] };
    throw error;
  }
}

async function findInConversation(
  store: ConversationStore,
  { conversationId, regenerate, parentId }: ChatRequest & { conversationId: string },
  owner: string,
  enoughTokens: number,
): Promise<TurnPlace> {
  const leafId =
    regenerate === undefined ? parentId : await questionOf(store, owner, conversationId, regenerate);
  const history = { owner, conversationId, leafId: leafId ?? undefined, enoughTokens };
  const [conversation, path] = await Promise.all([
    store.getConversation(owner, conversationId),
    leafId === null ? [] : readHistory(store, history),
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
