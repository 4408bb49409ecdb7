import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { Message } from "../../runtime/contract/message";
import { newestLeaf, pathTo } from "../../runtime/core/conversation-tree";
import { ApiError } from "../api/api-error";
import type { PagePorts } from "../ports";
import { exported, fileNameOf, jsonFrame, toMarkdown } from "./export-format";
import { patiently } from "./patiently";
import { createSiteModel } from "./site-model";

export type ExportFormat = "markdown" | "json";

export type ExportPorts = Pick<
  PagePorts,
  "api" | "boot" | "wait" | "now" | "words" | "dialogWords" | "createFile"
>;

/** Which branch of a conversation is shown now: its last message. */
export type LeafOf = (conversationId: string) => string | undefined;

/** What is to be read of a conversation. */
export interface ReadJob {
  leafOf: LeafOf;
  /** All of a conversation that the server does not have. */
  messages?: readonly Message[];
  signal?: AbortSignal;
}

/** All messages of a conversation, every branch, oldest first. */
export async function readMessages(
  ports: ExportPorts,
  conversationId: string,
  { messages, signal }: ReadJob,
): Promise<readonly Message[]> {
  if (messages) return messages;
  const found = new Map<string, Message>();
  let cursor: string | undefined;
  do {
    const query = { limit: limits.pageSize, cursor };
    const read = () => ports.api.listMessages(conversationId, query, signal);
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const page = await patiently(ports, read, { mayRepeat: true, signal });
    for (const message of page.messages) found.set(message.id, message);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** A conversation as Markdown: the branch that is shown, or the newest. */
export async function readMarkdown(
  ports: ExportPorts,
  conversation: Conversation,
  job: ReadJob,
): Promise<string> {
  const messages = await readMessages(ports, conversation.id, job);
  const shown = messages.find(({ id }) => id === job.leafOf(conversation.id));
  const leaf = shown ?? newestLeaf(messages);
  const path = leaf ? pathTo(messages, leaf.id) : [];
  return toMarkdown(conversation, path, ports.words(), createSiteModel(ports).name);
}

/** Every conversation of the reader, in the order of the list. */
export async function readConversations(ports: ExportPorts, signal?: AbortSignal): Promise<Conversation[]> {
  const found = new Map<string, Conversation>();
  let cursor: string | undefined;
  do {
    const query = { limit: limits.pageSize, cursor };
    const read = () => ports.api.listConversations(query, signal);
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const page = await patiently(ports, read, { mayRepeat: true, signal });
    for (const conversation of page.conversations) found.set(conversation.id, conversation);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...found.values()];
}

export interface ExportJob extends ReadJob {
  format: ExportFormat;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Writes `conversations` into a file, one after the other, and gives it to the browser to save. Those that were deleted
 * meanwhile are left out.
 *
 * @returns how many are in it
 */
async function write(
  ports: ExportPorts,
  conversations: readonly Conversation[],
  name: string,
  { format, onProgress, ...job }: ExportJob,
): Promise<number> {
  const type = format === "json" ? "application/json" : "text/markdown";
  const file = ports.createFile(fileNameOf(name, ports.now(), format === "json" ? "json" : "md"), type);
  const json = jsonFrame(new Date(ports.now()).toISOString());
  const frame = format === "json" ? json : { head: "", between: "\n", tail: "" };
  file.write(frame.head);
  let written = 0;
  let gone: ApiError | undefined;
  for (const [index, conversation] of conversations.entries()) {
    onProgress?.(index, conversations.length);
    const read = async () =>
      format === "json"
        ? JSON.stringify(exported(conversation, await readMessages(ports, conversation.id, job)))
        : readMarkdown(ports, conversation, job);
    try {
      // oxlint-disable-next-line no-await-in-loop -- one at a time is all the memory that is needed
      const text = await read();
      file.write((written === 0 ? "" : frame.between) + text);
      written += 1;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      gone = error;
    }
  }
  if (gone && written === 0) throw gone;
  file.write(frame.tail);
  file.save();
  return written;
}

export async function exportOne(
  ports: ExportPorts,
  conversation: Conversation,
  job: ExportJob,
): Promise<void> {
  await write(ports, [conversation], conversation.title, job);
}

/** @returns how that went, for a person; nothing is saved when there are no chats */
export async function exportAll(ports: ExportPorts, job: ExportJob): Promise<string> {
  const conversations = await readConversations(ports, job.signal);
  const words = ports.words();
  if (conversations.length === 0) return words.noChats;
  return words.exportedChats(await write(ports, conversations, words.allChatsFile, job));
}
