import type { Message } from "../contract/message";
import { searchedText } from "../core/searched-text";
import { jsonBytes, rowBytes } from "./aurora-context";
import { asJson, type SqlRow, type SqlValue } from "./sql";

/** Texts over it are not searched: each is in a request twice, which has 4 MB at most. */
const searchedBytes = 1_000_000;

/** What a message says. */
export interface MessageBody {
  text: string;
  reasoning: string;
}

/** What is known of a message takes twice as much, at most, when an answer tells its JSON in JSON. */
export const knownBytes = "2 * octet_length(concat(m.details, m.outcome, m.feedback))";

const isWhole = `m.bytes + ${knownBytes} <= ${rowBytes}`;

/** What {@link toMessage} reads of the row `m`. Text and reasoning are left out where a row would get too long. */
export const messageColumns = `
  m.id, m.parent_id, m.role, m.status, m.created_at, m.updated_at, m.details, m.outcome, m.feedback, m.lease_until,
  m.bytes,
  CASE WHEN ${isWhole} THEN m.text END AS text,
  CASE WHEN ${isWhole} THEN m.reasoning END AS reasoning`;

/** A message of the parameter `:messages`, and the condition of a running reply. */
export interface NewMessage {
  message: Message;
  leaseUntil?: number;
}

/**
 * Writes the messages of the JSON in `:messages` into conversations `place(number)`. Who is there already stays.
 */
export const insertMessages = `
  INSERT INTO messages (
    conversation, id, owner, parent_id, role, status, created_at, updated_at, text, reasoning, bytes, details, feedback,
    lease_until, searched_text
  )
  SELECT place.number, m.id, CAST(:owner AS text), m.parent_id, m.role, m.status, m.created_at, m.updated_at, m.text,
    m.reasoning, m.bytes, m.details, m.feedback, m.lease_until, m.searched_text
  FROM place, json_to_recordset(CAST(:messages AS json)) AS m (
    id text, parent_id text, role text, status text, created_at text, updated_at text, text text, reasoning text,
    bytes integer, details json, feedback json, lease_until bigint, searched_text text
  )`;

/** The parameter `:messages`. */
export function messageParameter(messages: readonly NewMessage[]): SqlValue {
  return asJson(messages.map(toRow));
}

function toRow({ message, leaseUntil }: NewMessage): Record<string, unknown> {
  const { id, conversationId: _, parentId, role, status, createdAt, updatedAt, feedback, ...rest } = message;
  const { text, reasoning = "", ...details } = rest;
  const isRunning = status === "running";
  return {
    id,
    parent_id: parentId,
    role,
    status,
    created_at: createdAt,
    updated_at: updatedAt,
    text,
    reasoning,
    bytes: jsonBytes(text, reasoning),
    details,
    feedback,
    lease_until: leaseUntil,
    searched_text: isRunning ? undefined : searchableText(text),
  };
}

/** The text as it is searched; null when it is too long for that. */
export function searchableText(text: string): string | null {
  return jsonBytes(text) <= searchedBytes ? searchedText(text) : null;
}

/**
 * The message of a row, at a moment: a reply that runs but was not saved within its lease has lost its writer.
 *
 * @param body - for a row that does not have it.
 */
export function toMessage(conversationId: string, row: SqlRow, now: number, body?: MessageBody): Message {
  const { text, reasoning } = body ?? (row as unknown as MessageBody);
  const isLost = row["status"] === "running" && Number(row["lease_until"] ?? 0) < now;
  return {
    id: row["id"] as string,
    conversationId,
    parentId: row["parent_id"] as string | null,
    role: row["role"] as Message["role"],
    text,
    ...(reasoning && { reasoning }),
    ...(row["details"] as Partial<Message>),
    ...(row["outcome"] as Partial<Message> | null),
    status: isLost ? "interrupted" : (row["status"] as Message["status"]),
    createdAt: row["created_at"] as string,
    updatedAt: row["updated_at"] as string,
    ...(row["feedback"] !== null && { feedback: row["feedback"] as Message["feedback"] }),
  };
}
