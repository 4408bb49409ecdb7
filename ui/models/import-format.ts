import type { ConversationImport, ImportedMessage } from "../../runtime/contract/conversation-import";
import { limits } from "../../runtime/contract/limits";
import type { DialogMessages } from "../messages/en-dialogs";
import { exportFormat, exportVersion } from "./export-format";

/** The largest file that is read, bytes: all of it is in memory at once. */
const maxImportBytes = 100_000_000;

/** How much of something strange is shown, characters. */
const shownChars = 20;

/** Why a file cannot be imported, for a person. */
export class ImportProblem extends Error {}

type Fields = Record<string, unknown>;

/** Every field that a message may have; the compiler says when the contract has another. */
const messageFields: Record<keyof ImportedMessage, true> = {
  id: true,
  parentId: true,
  role: true,
  text: true,
  reasoning: true,
  reasoningMs: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  model: true,
  finishReason: true,
  usage: true,
  error: true,
  feedback: true,
  files: true,
  sources: true,
};
const roles = ["user", "assistant"];
const statuses = ["complete", "stopped", "failed", "interrupted", "running"];
const messageId = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * The conversations of a file.
 *
 * @throws ImportProblem
 */
export async function readExportFile(
  file: Pick<File, "size" | "text">,
  words: DialogMessages["imports"],
): Promise<ConversationImport[]> {
  if (file.size > maxImportBytes) throw new ImportProblem(words.tooLarge(maxImportBytes / 1e6));
  return readExport(await file.text(), words);
}

/**
 * The conversations of an export, ready to be sent.
 *
 * @throws ImportProblem, which names the first thing that is wrong
 */
export function readExport(text: string, words: DialogMessages["imports"]): ConversationImport[] {
  const file = parse(text, words);
  if (!isFields(file) || file.format !== exportFormat) throw new ImportProblem(words.notOurs);
  if (file.version !== exportVersion)
    throw new ImportProblem(words.otherVersion(String(file.version).slice(0, shownChars), exportVersion));
  if (!Array.isArray(file.conversations)) throw new ImportProblem(words.wrong(words.file, "conversations"));
  return file.conversations.map((conversation: unknown, index) =>
    readConversation(conversation, index, words),
  );
}

function parse(text: string, words: DialogMessages["imports"]): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportProblem(words.notJson);
  }
}

function readConversation(
  given: unknown,
  index: number,
  words: DialogMessages["imports"],
): ConversationImport {
  const chat = words.chat(index + 1);
  const check = checker(given, chat, words);
  const { title, createdAt, updatedAt, pinned, settings, messages } = check.fields;
  check("title", typeof title === "string" && title.length > 0 && title.length <= limits.titleChars);
  check("createdAt", isDate(createdAt));
  check("updatedAt", isDate(updatedAt));
  check("pinned", pinned === undefined || typeof pinned === "boolean");
  check("settings", settings === undefined || isFields(settings));
  check("messages", Array.isArray(messages));
  const seen = new Set<string>();
  const numbered = (messages as unknown[]).map((message, at) => {
    const where = words.message(chat, at + 1);
    return { where, message: readMessage(message, where, words) };
  });
  // Ids sort by time, and what is answered is older than its answer.
  numbered.sort((one, other) => (one.message.id < other.message.id ? -1 : 1));
  for (const { where, message } of numbered) {
    if (message.parentId !== null && !seen.has(message.parentId))
      throw new ImportProblem(words.wrong(where, "parentId"));
    seen.add(message.id);
  }
  const optional = { ...(pinned === true && { pinned }), ...(isFields(settings) && { settings }) };
  return {
    title: title as string,
    createdAt: createdAt as string,
    updatedAt: updatedAt as string,
    ...optional,
    messages: numbered.map(({ message }) => message),
  };
}

function readMessage(given: unknown, where: string, words: DialogMessages["imports"]): ImportedMessage {
  const check = checker(given, where, words);
  const { id, parentId, role, text, status, createdAt, updatedAt, reasoning } = check.fields;
  check("id", typeof id === "string" && messageId.test(id));
  check("parentId", parentId === null || typeof parentId === "string");
  check("role", roles.includes(role as string));
  check("text", typeof text === "string");
  check("reasoning", reasoning === undefined || typeof reasoning === "string");
  check("status", statuses.includes(status as string));
  check("createdAt", isDate(createdAt));
  check("updatedAt", isDate(updatedAt));
  const known = Object.entries(check.fields).filter(([name]) => Object.hasOwn(messageFields, name));
  const message = Object.fromEntries(known) as Fields & ImportedMessage;
  // What was being written when it was exported is not written on.
  return status === "running" ? { ...message, status: "interrupted" } : message;
}

function checker(given: unknown, where: string, words: DialogMessages["imports"]) {
  if (!isFields(given)) throw new ImportProblem(words.wrong(where, "{}"));
  const check = (field: string, holds: boolean): void => {
    if (!holds) throw new ImportProblem(words.wrong(where, field));
  };
  return Object.assign(check, { fields: given });
}

function isFields(given: unknown): given is Fields {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function isDate(given: unknown): boolean {
  return typeof given === "string" && !Number.isNaN(Date.parse(given));
}
