import type { File, FileLimits, FileLink, FilePage, FilePatch, FileRequest, NewFile } from "../contract/file";
import { Problem } from "../contract/problem";
import type { FileBytes, FileRecords } from "../file-ports";
import type { Clock, ConversationStore, NewId } from "../ports";
import { askedFiles, claimFiles } from "./file-claims";
import { removeFile } from "./file-removal";
import { fileNameOf, refuseUnusable } from "./file-rules";
import { mapAtMost } from "./map-at-most";

export interface FilesPorts {
  records: FileRecords;
  bytes: FileBytes;
  store: Pick<ConversationStore, "getConversation">;
  fileLimits: FileLimits;
  clock: Clock;
  newId: NewId;
}

/** How long a file may belong to no conversation. The bucket's own rule takes a little longer. */
const waitingMs = 24 * 60 * 60 * 1_000;

/** What is not there by now does not come any more: its form has run out, and the slowest upload has ended. */
const uploadingMs = 60 * 60 * 1_000;

/** How many objects are looked at at once. */
const atOnce = 10;

/** @throws Problem `too_large`, `bad_request`, or `conflict` when the owner would have more than he may. */
export async function requestUpload(
  ports: FilesPorts,
  owner: string,
  request: FileRequest,
): Promise<NewFile> {
  const { records, bytes, clock, newId, fileLimits } = ports;
  refuseUnusable(request, fileLimits);
  const now = clock();
  const { type, size } = request;
  const id = newId();
  const file = { id, name: fileNameOf(request.name), type, size, createdAt: new Date(now).toISOString() };
  const { maxPersonBytes } = fileLimits;
  await records.createFile({ owner, file, until: now + waitingMs, maxPersonBytes });
  return { id, upload: await bytes.presignUpload({ owner, id, isKept: false }, file) };
}

/** Those that were uploaded; what was asked for and did not come within an hour is taken off on the way. */
export async function listFiles(
  ports: FilesPorts,
  owner: string,
  page: { limit: number; cursor?: string },
): Promise<FilePage> {
  const { records, fileLimits } = ports;
  const { files, cursor } = await records.listFiles(owner, page);
  const looked = await mapAtMost(atOnce, files, async (file) => {
    if (await isUploaded(ports, owner, file)) return [file];
    if (Date.parse(file.createdAt) + uploadingMs < ports.clock()) await removeFile(ports, owner, file.id);
    return [];
  });
  const usedBytes = await records.usedBytes(owner);
  const told = { files: looked.flat(), usedBytes, limitBytes: fileLimits.maxPersonBytes };
  return cursor === undefined ? told : { ...told, cursor };
}

/** @throws Problem `not_found`, also for what was not uploaded. */
export async function linkToFile(ports: FilesPorts, owner: string, id: string): Promise<FileLink> {
  const file = await ports.records.getFile(owner, id);
  if (!file || !(await isUploaded(ports, owner, file))) throw noSuchFile();
  return { ...file, url: await ports.bytes.presignDownload(placeOf(owner, file), file.name) };
}

/** @throws Problem `not_found`, or `conflict` as with a turn. */
export async function changeFile(
  ports: FilesPorts,
  owner: string,
  id: string,
  { name, conversationId }: FilePatch,
): Promise<File> {
  if (!(await ports.records.getFile(owner, id))) throw noSuchFile();
  if (conversationId !== undefined) {
    await ports.store.getConversation(owner, conversationId);
    await claimFiles(ports, owner, await askedFiles(ports, owner, [id], conversationId), conversationId);
  }
  if (name !== undefined) await ports.records.renameFile(owner, id, fileNameOf(name));
  const changed = await ports.records.getFile(owner, id);
  if (!changed) throw noSuchFile();
  return changed;
}

/** @throws Problem `not_found`; also then nothing is left of it. */
export async function deleteFile(ports: FilesPorts, owner: string, id: string): Promise<void> {
  if (!(await ports.records.getFile(owner, id))) throw noSuchFile();
  await removeFile(ports, owner, id);
}

/** What belongs to a conversation was there when it was claimed. */
async function isUploaded({ bytes }: FilesPorts, owner: string, file: File): Promise<boolean> {
  if (file.conversationId !== undefined) return true;
  return (await bytes.sizeOf(placeOf(owner, file))) !== undefined;
}

/** Where the bytes of a file are. */
export function placeOf(owner: string, { id, conversationId }: File) {
  return { owner, id, isKept: conversationId !== undefined };
}

function noSuchFile(): Problem {
  return new Problem("not_found", "There is no such file.");
}
