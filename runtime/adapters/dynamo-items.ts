import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { bodyKey, type ItemKey, keys, listingKey, listingPartition } from "./dynamo-keys";

/** An item holds 400 KB with names and all; over 300 KB of text and reasoning go to the file store. */
const maxInlineBytes = 300_000;

export interface ConversationItem extends ItemKey, Conversation {
  g1pk: string;
  g1sk: string;
  /** The reply that a stop is for, if it still runs; none in a conversation that was imported without any. */
  newestReplyId?: string;
}

/** What a message says; the part of it that may be too large for an item. */
export interface MessageBody {
  text: string;
  reasoning: string;
}

export interface MessageItem extends ItemKey, Omit<Message, "text" | "reasoning"> {
  text?: string;
  reasoning?: string;
  /** Where text and reasoning lie when they are not here. */
  bodyKey?: string;
  /** Only of a running reply. Ms since the epoch. */
  leaseUntil?: number;
  stopRequested?: boolean;
}

export interface TurnItem extends ItemKey {
  conversationId: string;
  userMessageId: string;
  messageId: string;
  /** SHA-256 of all that was asked, where it must be the same again. */
  asked?: string;
  /** Seconds since the epoch: the table's TTL. */
  expiresAt: number;
}

export function toConversationItem(
  owner: string,
  conversation: Conversation,
  newestReplyId?: string,
): ConversationItem {
  const { id, updatedAt, pinned } = conversation;
  return {
    ...keys.conversation(owner, id),
    g1pk: listingPartition(owner, pinned),
    g1sk: listingKey(updatedAt, id),
    ...conversation,
    newestReplyId,
  };
}

export function toConversation(item: ConversationItem): Conversation {
  const { id, title, createdAt, updatedAt, pinned, settings } = item;
  return { id, title, createdAt, updatedAt, pinned, ...(settings && { settings }) };
}

export function toMessageItem(owner: string, message: Message): MessageItem {
  const { text, reasoning = "", ...rest } = message;
  const place = isInline({ text, reasoning })
    ? { text, reasoning }
    : { bodyKey: bodyKey(owner, message.conversationId, message.id) };
  return { ...keys.message(owner, message.conversationId, message.id), ...rest, ...place };
}

/**
 * The message of an item, at a moment: a reply that runs but was not saved within its lease has lost its writer.
 *
 * @param body - for an item that does not hold it itself.
 */
export function toMessage(item: MessageItem, now: number, body?: MessageBody): Message {
  const { pk: _pk, sk: _sk, bodyKey: _bodyKey, leaseUntil = 0, stopRequested: _stop, ...rest } = item;
  const { text = "", reasoning = "" } = body ?? rest;
  const { reasoning: _reasoning, ...message } = { ...rest, text };
  const status = message.status === "running" && leaseUntil < now ? "interrupted" : message.status;
  return { ...message, status, ...(reasoning && { reasoning }) };
}

export function isInline({ text, reasoning }: MessageBody): boolean {
  return Buffer.byteLength(text) + Buffer.byteLength(reasoning) <= maxInlineBytes;
}
