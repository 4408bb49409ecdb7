import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { Message } from "../../runtime/contract/message";
import { newestLeaf, pathTo } from "../../runtime/core/conversation-tree";
import type { PagePorts } from "../ports";
import { exported, fileNameOf, jsonFrame, toMarkdown } from "./export-format";
import { patiently } from "./patiently";

export type ExportFormat = "markdown" | "json";

type ExportPorts = Pick<PagePorts, "api" | "wait" | "now" | "words" | "createFile">;

/** Which branch of a conversation is shown now: its last message. */
export type LeafOf = (conversationId: string) => string | undefined;

/** All messages of a conversation, every branch, oldest first. */
export async function readMessages(
  ports: ExportPorts,
  conversationId: string,
  signal?: AbortSignal,
): Promise<Message[]> {
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
  leafOf: LeafOf,
  signal?: AbortSignal,
): Promise<string> {
  const messages = await readMessages(ports, conversation.id, signal);
  const shown = messages.find(({ id }) => id === leafOf(conversation.id));
  const leaf = shown ?? newestLeaf(messages);
  return toMarkdown(conversation, leaf ? pathTo(messages, leaf.id) : [], ports.words());
}

/** Every conversation of the reader, newest first. */
async function readConversations(ports: ExportPorts, signal?: AbortSignal): Promise<Conversation[]> {
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

export interface ExportJob {
  format: ExportFormat;
  leafOf: LeafOf;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Writes `conversations` into a file, one after the other, and gives it to the browser to save. */
async function write(
  ports: ExportPorts,
  conversations: readonly Conversation[],
  name: string,
  { format, leafOf, signal, onProgress }: ExportJob,
): Promise<void> {
  const type = format === "json" ? "application/json" : "text/markdown";
  const file = ports.createFile(fileNameOf(name, ports.now(), format === "json" ? "json" : "md"), type);
  const json = jsonFrame(new Date(ports.now()).toISOString());
  const frame = format === "json" ? json : { head: "", between: "\n", tail: "" };
  file.write(frame.head);
  for (const [index, conversation] of conversations.entries()) {
    onProgress?.(index, conversations.length);
    const read = async () =>
      format === "json"
        ? JSON.stringify(exported(conversation, await readMessages(ports, conversation.id, signal)))
        : readMarkdown(ports, conversation, leafOf, signal);
    // oxlint-disable-next-line no-await-in-loop -- one at a time is all the memory that is needed
    const text = await read();
    file.write((index === 0 ? "" : frame.between) + text);
  }
  file.write(frame.tail);
  file.save();
}

export function exportOne(ports: ExportPorts, conversation: Conversation, job: ExportJob): Promise<void> {
  return write(ports, [conversation], conversation.title, job);
}

/** @returns how many there were; nothing is saved when there were none */
export async function exportAll(ports: ExportPorts, job: ExportJob): Promise<number> {
  const conversations = await readConversations(ports, job.signal);
  if (conversations.length > 0) await write(ports, conversations, ports.words().allChatsFile, job);
  return conversations.length;
}
