import type { Message } from "../../runtime/contract/message";
import { type Upload, postForm } from "../api/upload";
import { importPart } from "../import-part";
import type { PagePorts } from "../ports";
import { failureText } from "./failure-text";
import { fileNameOf } from "./export-format";
import type { Notice } from "./notices-model";
import { uploadFailure } from "./upload-failure";
import type * as Documents from "../saving/documents";

export type SaveFormat = "markdown" | "word" | "csv";

// The build puts in where it lies.
declare const DOCUMENTS_URL: string;

const endings = { markdown: "md", word: "docx", csv: "csv" } as const;
const types = {
  markdown: "text/markdown",
  word: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  csv: "text/csv",
} as const;

/** The line below the head of a table. */
const tableLine = /^ {0,3}(?:> ?|[-*+\d.)]+ +)*\|? *:?-+:? *\|[ :|-]*$/m;

/** Whether a text has a table, as far as one look tells. */
export function hasTable(text: string): boolean {
  return tableLine.test(text);
}

export interface SavingPorts {
  ports: Pick<PagePorts, "api" | "boot" | "words" | "dialogWords" | "createFile" | "now">;
  notify(notice: Notice): void;
  /** @default - fetched */
  fetchDocuments?: () => Promise<typeof Documents>;
  upload?: Upload;
}

const fetchDocuments = () => importPart(() => import(DOCUMENTS_URL) as Promise<typeof Documents>);

/**
 * Saves a reply on the reader's device and, unless nothing of its chat is stored, among the reader's files.
 *
 * @param title - of its chat: the name of the file, where the reply has no heading of its own
 */
export async function saveReply(
  saving: SavingPorts,
  { text, conversationId }: Pick<Message, "text" | "conversationId">,
  { format, title, isTemporary }: { format: SaveFormat; title: string; isTemporary: boolean },
): Promise<void> {
  const { ports, notify } = saving;
  try {
    const heading = /^#{1,6} +(.+)$/m.exec(text)?.[1];
    const name = fileNameOf(heading ?? title, ports.now(), endings[format]);
    const content = await contentOf(text, heading ?? title, format, saving.fetchDocuments ?? fetchDocuments);
    const file = ports.createFile(name, types[format]);
    file.write(content);
    file.save();
    if (!isTemporary)
      notify(await keep(saving, new File([content], name, { type: types[format] }), conversationId));
  } catch (error) {
    notify({ text: ports.words().transferFailed(failureText(error, ports.words())), tone: "problem" });
  }
}

async function contentOf(
  text: string,
  title: string,
  format: SaveFormat,
  fetchParts: () => Promise<typeof Documents>,
): Promise<string | Uint8Array<ArrayBuffer>> {
  if (format === "markdown") return `${text.trim()}\n`;
  const { csvOf, wordDocument } = await fetchParts();
  return format === "csv" ? (csvOf(text) ?? "") : wordDocument(text, title);
}

/** Puts it among the reader's files, as one of its conversation; says how that went. */
async function keep(
  { ports, upload = postForm }: SavingPorts,
  file: File,
  conversationId: string,
): Promise<Notice> {
  const { name, type, size } = file;
  const says = ports.dialogWords().saveAs;
  let id: string | undefined;
  try {
    const made = await ports.api.makeFile({ name, type, size });
    id = made.id;
    await upload(made.upload, file, { signal: new AbortController().signal });
    await ports.api.updateFile(id, { conversationId });
    return { text: says.saved(name), tone: "plain" };
  } catch (error) {
    // Without a chat it would be of no use, and count; what cannot be deleted now goes after a day.
    if (id !== undefined) await ports.api.deleteFile(id).catch(() => undefined);
    return { text: says.savedHere(name, uploadFailure(error, ports)), tone: "problem" };
  }
}
