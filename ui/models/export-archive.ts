import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { Conversation } from "../../runtime/contract/conversation";
import type { File } from "../../runtime/contract/file";
import { ApiError, ConnectionLost } from "../api/api-error";
import { exported, fileNameOf, jsonFrame } from "./export-format";
import { type ExportPorts, type ReadJob, readConversations, readMarkdown, readMessages } from "./export-run";
import type { Notice } from "./notices-model";
import { patiently } from "./patiently";
import { freeNames } from "./free-names";

export interface ArchiveJob extends ReadJob {
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** @default fetch */
  fetchBytes?: (url: string, signal: AbortSignal) => Promise<Response>;
}

/** What came into the archive, and the names of what did not. */
export interface Archived {
  chats: number;
  files: number;
  left: string[];
}

/** Where in the archive what lies. */
interface Archive {
  /** Writes what is pushed into it under this name; to be ended before the next one begins. */
  entry(name: string, isPacked: boolean): { push(chunk: Uint8Array<ArrayBuffer>, isLast?: boolean): void };
}

/**
 * Saves one ZIP with every conversation of the reader, as Markdown and as JSON that can be imported, and every file. It
 * is written as it is read: no more than one conversation and one piece of a file is in memory at a time.
 */
export async function writeArchive(ports: ExportPorts, job: ArchiveJob): Promise<Archived> {
  const conversations = await readConversations(ports, job.signal);
  const files = await readFiles(ports, job.signal);
  const name = fileNameOf(ports.dialogWords().everything.name, ports.now(), "zip");
  const output = ports.createFile(name, "application/zip");
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    output.write(chunk as Uint8Array<ArrayBuffer>);
  });
  const archive: Archive = {
    entry: (path, isPacked) => {
      const entry = isPacked ? new ZipDeflate(path) : new ZipPassThrough(path);
      entry.mtime = ports.now();
      zip.add(entry);
      return entry;
    },
  };
  const total = conversations.length + files.length;
  const result: Archived = { chats: 0, files: 0, left: [] };
  const free = freeNames();
  for (const [index, conversation] of conversations.entries()) {
    job.onProgress(index, total);
    // oxlint-disable-next-line no-await-in-loop -- one at a time is all the memory that is needed
    if (await addConversation(ports, conversation, archive, free, job)) result.chats += 1;
  }
  for (const [index, file] of files.entries()) {
    job.onProgress(conversations.length + index, total);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await addFile(ports, file, archive, free, job)) result.files += 1;
    else result.left.push(file.name);
  }
  job.signal.throwIfAborted();
  zip.end();
  output.save();
  return result;
}

/** Writes the archive; resolves with what there is to say of it. */
export async function exportEverything(ports: ExportPorts, job: ArchiveJob): Promise<Notice[]> {
  const { chats, files, left } = await writeArchive(ports, job);
  const says = ports.dialogWords().everything;
  const done: Notice = { text: says.done(chats, files), tone: "plain" };
  return left.length === 0 ? [done] : [done, { text: says.left(left.join(", ")), tone: "problem" }];
}

async function readFiles({ api, ...ports }: ExportPorts, signal: AbortSignal): Promise<File[]> {
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
  ports: ExportPorts,
  conversation: Conversation,
  archive: Archive,
  free: (name: string) => string,
  job: ArchiveJob,
): Promise<boolean> {
  try {
    const messages = await readMessages(ports, conversation.id, job);
    const markdown = await readMarkdown(ports, conversation, { ...job, messages });
    const { head, tail } = jsonFrame(new Date(ports.now()).toISOString());
    const json = head + JSON.stringify(exported(conversation, messages)) + tail;
    const name = fileNameOf(conversation.title, Date.parse(conversation.createdAt), "md");
    const path = free(`chats/${name}`);
    const encoder = new TextEncoder();
    archive.entry(path, true).push(encoder.encode(markdown), true);
    archive.entry(path.replace(/md$/, "json"), true).push(encoder.encode(json), true);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** False when it cannot be had. */
async function addFile(
  { api, ...ports }: ExportPorts,
  { id, name }: File,
  archive: Archive,
  free: (name: string) => string,
  { signal, fetchBytes = (url) => fetch(url, { signal }) }: ArchiveJob,
): Promise<boolean> {
  const open = async () => {
    const { url } = await api.getFile(id, signal);
    const response = await fetchBytes(url, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new ConnectionLost({ cause });
    });
    if (!response.ok) throw new ApiError(response.status, "not_found", `S3 answered ${response.status}.`);
    return response;
  };
  let response: Response;
  try {
    response = await patiently(ports, open, { mayRepeat: true, signal });
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
  const entry = archive.entry(free(`files/${safeName(name)}`), false);
  const reader = response.body?.getReader();
  // oxlint-disable-next-line no-await-in-loop -- piece by piece
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
    entry.push(read.value);
  entry.push(new Uint8Array(), true);
  return true;
}

/** Without what leads to another folder, and without what Windows takes in no name. */
function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- such names are what it is about
  const safe = name.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, "_").replace(/^\.+/, "_");
  return safe === "" ? "_" : safe;
}
