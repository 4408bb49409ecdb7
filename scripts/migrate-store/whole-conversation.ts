import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { Message } from "../../runtime/contract/message";
import { Problem } from "../../runtime/contract/problem";
import type { ConversationStore } from "../../runtime/ports";

export interface WholeConversation {
  conversation: Conversation;
  /** Oldest first. */
  messages: Message[];
}

/** Undefined when it is not there. */
export async function readWhole(
  store: ConversationStore,
  owner: string,
  id: string,
): Promise<WholeConversation | undefined> {
  try {
    const conversation = await store.getConversation(owner, id);
    return { conversation, messages: await readMessages(store, owner, id) };
  } catch (error) {
    if (error instanceof Problem && error.code === "not_found") return undefined;
    throw error;
  }
}

async function readMessages(store: ConversationStore, owner: string, id: string): Promise<Message[]> {
  const messages: Message[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listMessages(owner, id, { limit: limits.pageSize, cursor });
    messages.push(...page.messages);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return messages.toReversed();
}

/** The ids of all of somebody's conversations. */
export async function conversationIds(store: ConversationStore, owner: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listConversations(owner, { limit: limits.pageSize, cursor });
    ids.push(...page.conversations.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ids;
}
