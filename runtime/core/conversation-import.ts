import type { ImportedMessage } from "../contract/conversation-import";
import type { Message } from "../contract/message";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import { sourcesBytes } from "./message-sources";

/** How far ahead another machine's clock may be. */
const maxAheadMs = 24 * 60 * 60 * 1_000;

/** What only a reply has. */
const replyFields = [
  "reasoning",
  "reasoningMs",
  "model",
  "finishReason",
  "usage",
  "error",
  "feedback",
  "sources",
] as const;

type Roles = ReadonlyMap<string, Message["role"]>;

interface Dates {
  createdAt: string;
  updatedAt: string;
}

/** The messages that imported ones answer and that are not among them: they have to be stored already. */
export function outsideParents(messages: readonly ImportedMessage[]): string[] {
  const inside = new Set(messages.map(({ id }) => id));
  const parents = messages.map(({ parentId }) => parentId).filter((id) => id !== null && !inside.has(id));
  return [...new Set(parents)] as string[];
}

/**
 * The messages as they are to be stored, oldest first, if they are part of a tree: ids are unique, a parent is older
 * and known, a reply answers a user's message, and nothing comes from the future.
 *
 * @param stored - the roles of those {@link outsideParents} that are there
 * @throws Problem `bad_request` naming the message and what is wrong with it.
 */
export function importedMessages(
  messages: readonly ImportedMessage[],
  stored: Roles,
  conversationId: string,
  now: number,
): Message[] {
  const roles = new Map([...stored, ...messages.map(({ id, role }) => [id, role] as const)]);
  const seen = new Set<string>();
  return messages
    .map((message, index) => {
      const fault = seen.has(message.id)
        ? `id: ${message.id} is there twice.`
        : (placeFault(message, roles) ?? contentFault(message) ?? timeFault(message, now));
      if (fault) throw new Problem("bad_request", `messages.${index}.${fault}`);
      seen.add(message.id);
      return { ...message, ...utc(message), conversationId };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** @throws Problem `bad_request` when they contradict one another or lie in the future. */
export function importedDates(dates: Dates, now: number): Dates {
  const fault = dateFault(dates, now);
  if (fault) throw new Problem("bad_request", fault);
  return utc(dates);
}

function placeFault({ id, parentId, role }: ImportedMessage, roles: Roles): string | undefined {
  if (parentId === null) {
    return role === "user" ? undefined : "parentId: is null; a reply must have the message it answers.";
  }
  const parentRole = roles.get(parentId);
  if (parentRole === undefined) return `parentId: ${parentId} is neither here nor stored.`;
  if (parentId >= id) return `parentId: ${parentId} is not older than what answers it.`;
  if (role === "assistant" && parentRole === "assistant") {
    return `parentId: ${parentId} is a reply; a reply must answer a user's message.`;
  }
  return undefined;
}

function contentFault(message: ImportedMessage): string | undefined {
  if (message.role === "assistant") return replyFault(message);
  if (message.status !== "complete") return `status: is ${message.status}; a user's message is complete.`;
  const field = replyFields.find((name) => message[name] !== undefined);
  return field && `${field}: is there; only a reply has it.`;
}

function replyFault({ files, sources = [] }: ImportedMessage): string | undefined {
  if (files) return "files: is there; only a user's message has it.";
  const bytes = sourcesBytes(sources);
  if (bytes <= limits.sourcesBytes) return undefined;
  return `sources: takes ${bytes} bytes as JSON within JSON; at most ${limits.sourcesBytes} are allowed.`;
}

function timeFault(message: ImportedMessage, now: number): string | undefined {
  if (ulidTime(message.id) > now + maxAheadMs) return `id: ${message.id} is of the future.`;
  return dateFault(message, now);
}

function dateFault({ createdAt, updatedAt }: Dates, now: number): string | undefined {
  if (Date.parse(createdAt) > Date.parse(updatedAt)) return `updatedAt: ${updatedAt} is before createdAt.`;
  if (Date.parse(updatedAt) > now + maxAheadMs) return `updatedAt: ${updatedAt} is in the future.`;
  return undefined;
}

/** As every store has them, so that they sort as text. */
function utc({ createdAt, updatedAt }: Dates): Dates {
  return { createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
}

/** Ms since the epoch: the first ten characters of a ULID, in Crockford's base 32. */
function ulidTime(id: string): number {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return id
    .slice(0, 10)
    .split("")
    .reduce((time, digit) => time * 32 + digits.indexOf(digit), 0);
}
