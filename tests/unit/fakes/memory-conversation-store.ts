import type { Conversation, ListedConversation } from "../../../runtime/contract/conversation";
import type { Message } from "../../../runtime/contract/message";
import { Problem } from "../../../runtime/contract/problem";
import { excerptOf, searchPattern } from "../../../runtime/core/text-search";
import type { BegunTurn, Clock, ConversationStore, NewTurn } from "../../../runtime/ports";

interface StoredMessage {
  message: Message;
  leaseUntil: number;
  stopRequested: boolean;
}

interface StoredConversation {
  conversation: Conversation;
  messages: Map<string, StoredMessage>;
}

/** Conversations in memory, by the rules of the port. */
export function createMemoryConversationStore(clock: Clock = Date.now): ConversationStore {
  const conversations = new Map<string, StoredConversation>();
  const turns = new Map<string, BegunTurn & { asked?: string }>();
  const keyOf = (...parts: string[]) => JSON.stringify(parts);

  function find(owner: string, id: string): StoredConversation {
    const found = conversations.get(keyOf(owner, id));
    if (!found) throw new Problem("not_found", "There is no such conversation.");
    return found;
  }
  function findMessage(owner: string, conversationId: string, id: string): StoredMessage {
    const found = find(owner, conversationId).messages.get(id);
    if (!found) throw new Problem("not_found", "There is no such message in this conversation.");
    return found;
  }
  function read({ message, leaseUntil }: StoredMessage): Message {
    const lost = message.status === "running" && leaseUntil < clock();
    return structuredClone(lost ? { ...message, status: "interrupted" } : message);
  }
  const store = (message: Message, leaseUntil = 0): [string, StoredMessage] => [
    message.id,
    { message: structuredClone(message), leaseUntil, stopRequested: false },
  ];

  function findTurn({ owner, clientMessageId, asked }: Partial<NewTurn>): BegunTurn | undefined {
    const found = turns.get(keyOf(owner ?? "", clientMessageId ?? ""));
    if (clientMessageId === undefined || !found) return undefined;
    const { asked: before, ...begun } = found;
    const differs = asked !== undefined && before !== undefined && asked !== before;
    return { ...begun, ...(differs && { differs }) };
  }

  return {
    async beginTurn(turn) {
      const { owner, isNew, conversation, user, isAgain, reply, clientMessageId, leaseUntil, asked } = turn;
      const earlier = findTurn(turn);
      if (earlier) return earlier;
      if (isNew && conversations.has(keyOf(owner, conversation.id)))
        throw new Problem(
          "conflict",
          "conversationId: another request has just made it. Send this one again.",
        );
      const messages = isNew ? new Map() : find(owner, conversation.id).messages;
      conversations.set(keyOf(owner, conversation.id), { conversation, messages });
      if (!isAgain) messages.set(...store(user));
      messages.set(...store(reply, leaseUntil));
      const begun = { conversationId: conversation.id, userMessageId: user.id, messageId: reply.id };
      if (clientMessageId !== undefined)
        turns.set(keyOf(owner, clientMessageId), { repeated: true, ...begun, asked });
      return { repeated: false, ...begun };
    },
    findTurn: async (turn) => findTurn(turn),
    async saveProgress({ owner, conversationId, messageId, text, reasoning, leaseUntil }) {
      const stored = findMessage(owner, conversationId, messageId);
      if (stored.message.status !== "running") throw new Problem("not_found", "The reply has ended.");
      Object.assign(stored.message, { text, updatedAt: now(clock), ...(reasoning && { reasoning }) });
      stored.leaseUntil = leaseUntil;
      return { stopRequested: stored.stopRequested };
    },
    async endReply({ owner, conversationId, messageId, reasoning, ...end }) {
      const stored = findMessage(owner, conversationId, messageId);
      if (stored.message.status !== "running") return read(stored);
      const { text, status, finishReason, usage, error, model, reasoningMs } = end;
      Object.assign(stored.message, { text, status, finishReason, updatedAt: now(clock) });
      Object.assign(
        stored.message,
        reasoning && { reasoning },
        usage && { usage },
        error && { error },
        model && { model },
        reasoningMs !== undefined && { reasoningMs },
      );
      return read(stored);
    },
    async requestStop(owner, conversationId, messageId) {
      const { messages } = find(owner, conversationId);
      const asked = messageId === undefined ? newestFirst(messages)[0] : messages.get(messageId);
      if (!asked || read(asked).status !== "running") return false;
      asked.stopRequested = true;
      return true;
    },
    async getConversation(owner, id) {
      return structuredClone(find(owner, id).conversation);
    },
    async listConversations(owner, { limit, cursor, q }) {
      const pattern = searchPattern(q);
      const all = [...conversations]
        .filter(([key]) => (JSON.parse(key) as string[])[0] === owner)
        .map(([, stored]) => stored)
        .sort((a, b) => compare(placeOf(b), placeOf(a)))
        .flatMap((stored) => (pattern ? foundBy(pattern, stored) : [stored.conversation]));
      const { page, next } = pageOf(all, owner, limit, cursor);
      return { conversations: structuredClone(page), ...next };
    },
    async updateConversation(owner, id, patch) {
      const { conversation } = find(owner, id);
      Object.assign(conversation, structuredClone(patch));
      if (patch.settings === null) delete conversation.settings;
      return structuredClone(conversation);
    },
    async deleteConversation(owner, id) {
      conversations.delete(keyOf(owner, id));
    },
    async importConversation(owner, conversation, messages) {
      conversations.set(keyOf(owner, conversation.id), {
        conversation: structuredClone(conversation),
        messages: new Map(messages.map((message) => store(message))),
      });
    },
    async importMessages(owner, conversationId, messages) {
      const stored = find(owner, conversationId).messages;
      for (const message of messages) if (!stored.has(message.id)) stored.set(...store(message));
    },
    async rolesOf(owner, conversationId, ids) {
      const stored = find(owner, conversationId).messages;
      const found = ids.map((id) => stored.get(id)?.message).filter((message) => message !== undefined);
      return new Map(found.map(({ id, role }) => [id, role]));
    },
    async listMessages(owner, conversationId, { limit, cursor }) {
      const all = newestFirst(find(owner, conversationId).messages);
      const { page, next } = pageOf(all, owner + conversationId, limit, cursor);
      return { messages: page.map(read), ...next };
    },
    async getMessage(owner, conversationId, messageId) {
      return read(findMessage(owner, conversationId, messageId));
    },
    async setFeedback(owner, conversationId, messageId, feedback) {
      const stored = findMessage(owner, conversationId, messageId);
      if (stored.message.role !== "assistant") throw new Problem("not_found", "There is no such reply.");
      if (feedback) stored.message.feedback = feedback;
      else delete stored.message.feedback;
      return read(stored);
    },
  };
}

function placeOf({ conversation: { pinned, updatedAt, id } }: StoredConversation): string {
  return (pinned ? "pinned" : "") + updatedAt + id;
}

function foundBy(pattern: RegExp, { conversation, messages }: StoredConversation): ListedConversation[] {
  if (pattern.test(conversation.title)) return [conversation];
  for (const { message } of newestFirst(messages)) {
    const excerpt = excerptOf(message.text, pattern);
    if (excerpt !== undefined) return [{ ...conversation, match: { messageId: message.id, excerpt } }];
  }
  return [];
}

function newestFirst(messages: Map<string, StoredMessage>): StoredMessage[] {
  return [...messages.values()].sort((a, b) => compare(b.message.id, a.message.id));
}

function pageOf<T>(all: T[], list: string, limit: number, cursor?: string) {
  const [from, madeFor] = cursor === undefined ? [0, list] : readCursor(cursor);
  if (madeFor !== list) throw new Problem("bad_request", "cursor: is not one that this list gave.");
  const more = from + limit < all.length;
  return {
    page: all.slice(from, from + limit),
    next: more ? { cursor: Buffer.from(JSON.stringify([from + limit, list])).toString("base64url") } : {},
  };
}

function readCursor(cursor: string): [number, string] {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString()) as [number, string];
  } catch {
    throw new Problem("bad_request", "cursor: is not one that this list gave.");
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function now(clock: Clock): string {
  return new Date(clock()).toISOString();
}
