import type { ChatRequest, HistoryMessage } from "../../runtime/contract/chat";
import type { MessageFile } from "../../runtime/contract/file";
import type { Message } from "../../runtime/contract/message";
import { limits } from "../../runtime/contract/limits";
import { type Entry, createEntry } from "./entry";
import { replyEvents } from "./reply-events";
import type { LocalTurn } from "./reply-run";
import type { ThreadCore } from "./thread-core";

/** What is asked: something new, or the same once more. */
export type Ask =
  /** After which message; null at the root of the tree. */
  | { text: string; parentId: string | null; files?: MessageFile[] }
  /** The reply that gets another version, and the message which it answers. */
  | { again: string; questionId: string; text: string; files?: MessageFile[] };

const local = "local-";

/** Whether an id was made up by this page: the server has not given its own yet. */
export function isLocal(id: string): boolean {
  return id.startsWith(local);
}

export interface TurnRequest {
  ask: Ask;
  /** The same for every attempt to send the same thing. */
  clientMessageId: string;
}

/**
 * Shows a turn at once and sends it. Resolves when it is stored, with undefined, or when it could not begin, with the
 * reason: then nothing of it is left on the page. The reply goes on by itself.
 */
export async function beginTurn(core: ThreadCore, turn: TurnRequest): Promise<unknown> {
  const { ports, entries, run } = core;
  const before = entries.end();
  const request = requestOf(core, turn);
  const leaving = new AbortController();
  const begun: LocalTurn = { ...localEntries(core, turn), leave: core.isTemporary ? leaving : undefined };
  const shown = begun.user ? [begun.user, begun.reply] : [begun.reply];
  entries.add(shown, begun.reply.message.peek().id);
  const signal = AbortSignal.any([core.closing, leaving.signal]);
  const failure = await run.begin(begun, replyEvents(ports, request, signal));
  if (failure !== undefined) entries.remove(shown, before);
  return failure;
}

function localEntries(
  { ports, id }: ThreadCore,
  { ask, clientMessageId }: TurnRequest,
): { user?: Entry; reply: Entry } {
  const createdAt = new Date(ports.now()).toISOString();
  const base = { conversationId: id.peek() ?? "", createdAt, updatedAt: createdAt };
  const question: Message | undefined =
    "again" in ask
      ? undefined
      : { ...base, ...ask, id: `${local}${clientMessageId}-1`, role: "user", status: "complete" };
  const answer: Message = {
    ...base,
    id: `${local}${clientMessageId}-2`,
    parentId: "again" in ask ? ask.questionId : `${local}${clientMessageId}-1`,
    role: "assistant",
    text: "",
    status: "running",
  };
  return { user: question && createEntry(question), reply: createEntry(answer, { kind: "sending" }) };
}

function requestOf(core: ThreadCore, { ask, clientMessageId }: TurnRequest): ChatRequest {
  const conversationId = core.id.peek();
  const request: ChatRequest = { stream: true };
  const asked = { message: ask.text, ...(ask.files && { files: ask.files.map((file) => file.id) }) };
  if (core.isTemporary) {
    return { ...request, ...asked, store: false, history: historyBefore(core, ask) };
  }
  if ("again" in ask) return { ...request, clientMessageId, conversationId, regenerate: ask.again };
  const message = { ...request, clientMessageId, ...asked };
  return conversationId === undefined ? message : { ...message, conversationId, parentId: ask.parentId };
}

/** How much of a request's body earlier messages may take, bytes: what is asked now has to fit beside them. */
const historyBytes = limits.bodyBytes / 2;

/** What was said before a question, as the model is told it when nothing is stored: no more than a request can carry. */
function historyBefore({ entries }: ThreadCore, ask: Ask): HistoryMessage[] {
  const path = entries.path.peek().map(({ message }) => message.peek());
  const lastId = "again" in ask ? entries.find(ask.questionId)?.message.peek().parentId : ask.parentId;
  const said = path
    .slice(0, path.findIndex(({ id }) => id === lastId) + 1)
    .filter(({ text }) => text !== "")
    .map(({ role, text }) => ({ role, text }));
  let left = historyBytes;
  const newest = said.findLastIndex((message) => (left -= bytesOf(message)) < 0);
  return said.slice(newest + 1).slice(-limits.historyMessages);
}

function bytesOf(message: HistoryMessage): number {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}
