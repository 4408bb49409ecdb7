import type { ChatSettings } from "../../runtime/contract/chat-settings";
import type { Conversation } from "../../runtime/contract/conversation";
import type { Message } from "../../runtime/contract/message";
import type { Messages } from "../messages/en";

export const exportFormat = "parley-conversations";
export const exportVersion = 1;

/** A conversation in an export, with all its branches; messages are oldest first. */
export interface ExportedConversation {
  title: string;
  createdAt: string;
  updatedAt: string;
  pinned: boolean;
  settings?: ChatSettings;
  messages: Omit<Message, "conversationId">[];
}

/** What a JSON export is. */
interface ExportFile {
  format: typeof exportFormat;
  version: typeof exportVersion;
  exportedAt: string;
  conversations: ExportedConversation[];
}

export function exported(conversation: Conversation, messages: readonly Message[]): ExportedConversation {
  const { title, createdAt, updatedAt, pinned, settings } = conversation;
  const content = { title, createdAt, updatedAt, pinned, ...(settings && { settings }) };
  return { ...content, messages: messages.map(withoutConversation) };
}

function withoutConversation(message: Message): ExportedConversation["messages"][number] {
  const rest: Partial<Message> = { ...message };
  delete rest.conversationId;
  return rest as Omit<Message, "conversationId">;
}

/** The parts around and between the conversations, so that a file is written without holding all of it. */
export function jsonFrame(exportedAt: string): { head: string; between: string; tail: string } {
  const head: Omit<ExportFile, "conversations"> = {
    format: exportFormat,
    version: exportVersion,
    exportedAt,
  };
  return { head: `${JSON.stringify(head).slice(0, -1)},"conversations":[\n`, between: ",\n", tail: "\n]}\n" };
}

/**
 * One branch of a conversation, for people.
 *
 * @param chatName - who answers
 */
export function toMarkdown(
  conversation: Conversation,
  path: readonly Message[],
  words: Messages,
  chatName: string,
): string {
  const begun = words.dateAndTime(new Date(conversation.createdAt));
  const messages = path.map((message) => `${headOf(message, words, chatName)}\n\n${bodyOf(message, words)}`);
  return `${[`# ${conversation.title}`, begun, ...messages].join("\n\n")}\n`;
}

function headOf({ role, model, createdAt }: Message, words: Messages, chatName: string): string {
  const who = role === "user" ? words.you : chatName;
  const when = words.dateAndTime(new Date(createdAt));
  return `---\n\n${[`**${who}**`, model, when].filter(Boolean).join(" · ")}`;
}

function bodyOf({ text, status, error }: Message, words: Messages): string {
  const endings: Partial<Record<Message["status"], string>> = {
    stopped: words.stopped,
    interrupted: words.interrupted,
    failed: error?.message ?? words.failed,
  };
  const ending = endings[status];
  return [text.trim(), ending && `*${ending}*`].filter(Boolean).join("\n\n");
}

/** A name that every file system takes: letters and digits of any script, and the day. */
export function fileNameOf(
  title: string,
  now: number,
  ending: "md" | "json" | "docx" | "csv" | "zip",
): string {
  const day = new Date(now);
  const two = (part: number) => String(part).padStart(2, "0");
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  const words = title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const name = Array.from(words.join("-")).slice(0, 60).join("").replace(/-+$/, "");
  return `${name === "" ? "chat" : name}-${date}.${ending}`;
}
