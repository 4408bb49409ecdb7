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
import { type ZipArchives, type ZipLimits, createZipArchives } from "./zip-archives";

/** Of 255 that file systems take: the rest is for the number that a second one of its name gets. */
const longestNameBytes = 240;

export type ArchivePorts = ExportPorts & Parameters<typeof fetchWhole>[0];

export interface ArchiveJob extends Omit<ReadJob, "signal">, LongJob {
  /** @default fetch */
  fetchBytes?: FetchBytes;
  /** Of one ZIP. @default - what every reader of ZIPs takes */
  zipLimits?: ZipLimits;
}

/** What came into the archive, and what did not. */
export interface Archived {
  /** How many ZIPs it took. */
  zips: number;
  chats: number;
  files: number;
  missing: File[];
}

/**
 * Saves every conversation of the reader, as Markdown and as JSON that can be imported, and every file: as one ZIP, or
 * as several where one would be larger than a ZIP may be. It is written as it is read: no more than one conversation or
 * one file is in memory at a time. A text in it names the files that could not be had.
 */
export async function writeArchive(ports: ArchivePorts, job: ArchiveJob): Promise<Archived> {
  const conversations = await readConversations(ports, job.signal);
  const files = await readFiles(ports, job.signal);
  const archives = createZipArchives((part) => openZip(ports, part), ports.now, job.zipLimits);
  const total = conversations.length + files.length;
  let chats = 0;
  const missing: File[] = [];
  for (const [index, conversation] of conversations.entries()) {
    job.onProgress(index, total);
    // oxlint-disable-next-line no-await-in-loop -- one at a time is all the memory that is needed
    if (await addConversation(ports, conversation, archives, job)) chats += 1;
  }
  for (const [index, file] of files.entries()) {
    job.onProgress(conversations.length + index, total);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!(await addFile(ports, file, archives, job))) missing.push(file);
  }
  if (missing.length > 0) await nameMissing(ports, missing, archives);
  job.signal.throwIfAborted();
  return { zips: archives.end(), chats, files: files.length - missing.length, missing };
}

/** From the second on they have a number in their name. */
function openZip(ports: ArchivePorts, part: number): ReturnType<ArchivePorts["createFile"]> {
  const { name } = ports.dialogWords().everything;
  const title = part === 1 ? name : `${name} ${part}`;
  return ports.createFile(fileNameOf(title, ports.now(), "zip"), "application/zip");
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
  const { zips, chats, files, missing } = await writeArchive(ports, job);
  const says = ports.dialogWords().everything;
  notices.show({ text: says.done(chats, files, zips), tone: "plain" });
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
  archives: ZipArchives,
  job: ArchiveJob,
): Promise<boolean> {
  try {
    const messages = await readMessages(ports, conversation.id, job);
    const markdown = await readMarkdown(ports, conversation, { ...job, messages });
    const { head, tail } = jsonFrame(new Date(ports.now()).toISOString());
    const name = fileNameOf(conversation.title, Date.parse(conversation.createdAt), "md");
    const path = archives.free(`chats/${name}`);
    const json = head + JSON.stringify(exported(conversation, messages)) + tail;
    await archives.add({ path, content: markdown }, { path: path.replace(/md$/, "json"), content: json });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** False when it cannot be had. Nothing of it is in an archive before all of it has come. */
async function addFile(
  ports: ArchivePorts,
  file: File,
  archives: ZipArchives,
  { signal, fetchBytes = (url, until) => fetch(url, { signal: until }) }: ArchiveJob,
): Promise<boolean> {
  let bytes: Blob;
  try {
    bytes = await fetchWhole(ports, file, signal, fetchBytes);
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionLost) return false;
    throw error;
  }
  await archives.add({ path: archives.free(`files/${safeName(file.name)}`), content: bytes });
  return true;
}

async function nameMissing(
  ports: ArchivePorts,
  missing: readonly File[],
  archives: ZipArchives,
): Promise<void> {
  const says = ports.dialogWords().everything;
  const lines = missing.map(
    ({ name, size, createdAt }) => `- ${name} (${fileSize(size)}, ${createdAt.slice(0, 10)})\n`,
  );
  const content = `${says.missingText}\n\n${lines.join("")}`;
  await archives.add({ path: archives.free(`${says.missing}.txt`), content });
}

/** Without what leads to another folder, and without what Windows takes in no name. */
function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- such names are what it is about
  const safe = name.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, "_").replace(/^\.+/, "_");
  return safe === "" ? "_" : shortened(safe);
}

/** As file systems take it, with its ending. */
function shortened(name: string): string {
  const [, stem = name, ending = ""] = /^(.*?)(\.[^.]{1,20})?$/s.exec(name) ?? [];
  const bytes = new TextEncoder().encode(stem);
  const most = longestNameBytes - new TextEncoder().encode(ending).length;
  if (bytes.length <= most) return name;
  // What is left of a character that was cut is nothing.
  return new TextDecoder().decode(bytes.subarray(0, most), { stream: true }) + ending;
}
