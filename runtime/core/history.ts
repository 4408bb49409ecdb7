import type { Message } from "../contract/message";
import type { ConversationStore } from "../ports";
import { newestLeaf, pathTo } from "./conversation-tree";
import { estimateTokens } from "./prompt-window";

/** One page is most histories; 50 messages are also what a page of the chat shows at first. */
const pageSize = 50;

/** A tree may be so broad that its path is hardly on any page: what a turn costs must not grow with it. */
const mostPages = 100;

export interface HistoryRequest {
  owner: string;
  conversationId: string;
  /** The newest message of the path: the newest leaf without it. */
  leafId?: string;
  /** Reading ends when the path has this many tokens: older turns would not be sent anyway. */
  enoughTokens: number;
}

/**
 * The path to a message, root first, as far back as is of use. Reads newest first, page by page, since a parent is
 * older than what answers it, and 5,000 messages at most: a path that began before them begins later.
 *
 * @throws Problem `not_found` when the conversation or the leaf is not there.
 */
export async function readHistory(store: ConversationStore, request: HistoryRequest): Promise<Message[]> {
  const { owner, conversationId, enoughTokens } = request;
  const read = new Map<string, Message>();
  let leafId = request.leafId;
  if (leafId !== undefined) read.set(leafId, await store.getMessage(owner, conversationId, leafId));

  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await store.listMessages(owner, conversationId, { limit: pageSize, cursor });
    for (const message of page.messages) read.set(message.id, message);
    leafId ??= newestLeaf(page.messages)?.id;
    const path = leafId === undefined ? [] : pathTo(read.values(), leafId);
    if (path[0]?.parentId === null || tokensOf(path) >= enoughTokens) return path;
    cursor = page.cursor;
    pages += 1;
  } while (cursor !== undefined && pages < mostPages);
  return leafId === undefined ? [] : pathTo(read.values(), leafId);
}

function tokensOf(path: readonly Message[]): number {
  return path.reduce((sum, message) => sum + estimateTokens(message.text), 0);
}
