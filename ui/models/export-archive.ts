import type { Conversation } from "../../runtime/contract/conversation";
import type { File } from "../../runtime/contract/file";
import { ApiError, ConnectionLost } from "../api/api-error";
import { fileSize } from "../messages/file-size";
import { exported, fileNameOf, jsonFrame } from "./export-format";
import { type ExportPorts, type ReadJob, readConversations, readMarkdown, readMessages } from "./export-run";
import { type FetchBytes, fetchWhole } from "./file-bytes";
import type { LongJob } from "./long-jobs";
import type { NoticesModel } from "./notices-model";
import { patiently } from "./patiently";
import { type ZipArchive, createZipArchive } from "./zip-archive";

export type ArchivePorts = ExportPorts & Parameters<typeof fetchWhole>[0];

export interface ArchiveJob extends Omit<ReadJob, "signal">, LongJob {
  /** @default fetch */
  fetchBytes?: FetchBytes;
}

/** What came into the archive, and what did not. */
export interface Archived {
  chats: number;
  files: number;
  missing: File[];
}

/**
 * Saves one ZIP with every conversation of the reader, as Markdown and as JSON that can be imported, and every file. It
 * is written as it is read: no more than one conversation or one file is in memory at a time. A text in it names the
 * files that could not be had.
 */
export async function writeArchive(ports: ArchivePorts, job: ArchiveJob): Promise<Archived> {
  const conversations = await readConversations(ports, job.signal);
  const files = await readFiles(ports, job.signal);
  const { name } = ports.dialogWords().everything;
  const output = ports.createFile(fileNameOf(name, ports.now(), "zip"), "application/zip");
  const archive = createZipArchive(output, ports.now);
  const total = conversations.length + files.length;
  const result: Archived = { chats: 0, files: 0, missing: [] };
  for (const [index, conversation] of conversations.entries()) {
    job.onProgress(index, total);
    // oxlint-disable-next-line no-await-in-loop -- one at a time is all the memory that is needed
    if (await addConversation(ports, conversation, archive, job)) result.chats += 1;
  }
  for (const [index, file] of files.entries()) {
    job.onProgress(conversations.length + index, total);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await addFile(ports, file, archive, job)) result.files += 1;
    else result.missing.push(file);
  }
  if (result.missing.length > 0) nameMissing(ports, result.missing, archive);
  job.signal.throwIfAborted();
  archive.end();
  output.save();
  return result;
}

/**
 * Writes the archive, and says how that went.
 *
 * @returns the files that are not in it
 */
export async function exportEverything(
  ports: ArchivePorts,
  job: ArchiveJob,
  { notices, showMissing }: { notices: Pick<NoticesModel, "show">; showMissing(): void },
): Promise<readonly File[]> {
  const { chats, files, missing } = await writeArchive(ports, job);
  const says = ports.dialogWords().everything;
  notices.show({ text: says.done(chats, files), tone: "plain" });
  const action = { label: says.which, run: showMissing };
  if (missing.length > 0)
    notices.show({ text: says.some(missing.length), tone: "problem", action, stays: true });
  return missing;
}

async function readFiles({ api, ...ports }: ArchivePorts, signal: AbortSignal): Promise<File[]> {
  const found = new Map<string, File>();
  let cursor: string | undefined;
  do {
    const read = () => api.listFiles({ cursor }, signal);
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const page = await patiently(ports, read, { mayRepeat: true, signal });
    for (const file of page.files) found.set(file.id, file);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...found.values()];
}

/** False when it was deleted meanwhile. */
async function addConversation(
  ports: ArchivePorts,
  conversation: Conversation,
  archive: ZipArchive,
  job: ArchiveJob,
): Promise<boolean> {
  try {
    const messages = await readMessages(ports, conversation.id, job);
    const markdown = await readMarkdown(ports, conversation, { ...job, messages });
    const { head, tail } = jsonFrame(new Date(ports.now()).toISOString());
    const name = fileNameOf(conversation.title, Date.parse(conversation.createdAt), "md");
    const path = archive.free(`chats/${name}`);
    archive.text(path, markdown);
    archive.text(path.replace(/md$/, "json"), head + JSON.stringify(exported(conversation, messages)) + tail);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** False when it cannot be had. Nothing of it is in the archive before all of it has come. */
async function addFile(
  ports: ArchivePorts,
  file: File,
  archive: ZipArchive,
  { signal, fetchBytes = (url, until) => fetch(url, { signal: until }) }: ArchiveJob,
): Promise<boolean> {
  let bytes: Blob;
  try {
    bytes = await fetchWhole(ports, file, signal, fetchBytes);
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionLost) return false;
    throw error;
  }
  const entry = archive.entry(archive.free(`files/${safeName(file.name)}`), false);
  const reader = bytes.stream().getReader();
  // oxlint-disable-next-line no-await-in-loop -- piece by piece
  for (let read = await reader.read(); !read.done; read = await reader.read()) entry.push(read.value);
  entry.push(new Uint8Array(), true);
  return true;
}

function nameMissing(ports: ArchivePorts, missing: readonly File[], archive: ZipArchive): void {
  const says = ports.dialogWords().everything;
  const lines = missing.map(
    ({ name, size, createdAt }) => `- ${name} (${fileSize(size)}, ${createdAt.slice(0, 10)})\n`,
  );
  archive.text(archive.free(`${says.missing}.txt`), `${says.missingText}\n\n${lines.join("")}`);
}

/** Without what leads to another folder, and without what Windows takes in no name. */
function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- such names are what it is about
  const safe = name.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, "_").replace(/^\.+/, "_");
  return safe === "" ? "_" : safe;
}
