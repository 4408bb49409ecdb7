import type { File, FileLimits, FileLink, FilePage, FilePatch, FileRequest, NewFile } from "../contract/file";
import { Problem } from "../contract/problem";
import type { FileBytes, FileRecord, FileRecords, NewFileRecord } from "../file-ports";
import type { Clock, ConversationStore, Logger, NewId } from "../ports";
import { askedFiles, claimFiles, keepUpload } from "./file-claims";
import { uploadRefusal, usedBytesOf } from "./file-count";
import {
  atOnce,
  deletionOf,
  finishRemovalOf,
  goOnWithRemovals,
  removeFiles,
  uploadableMs,
} from "./file-removal";
import { fileNameOf, refuseUnusable } from "./file-rules";
import { sweepFiles } from "./file-sweep";
import { mapAtMost } from "./map-at-most";
import { spareTime } from "./spare-time";

export interface FilesPorts {
  records: FileRecords;
  bytes: FileBytes;
  store: Pick<ConversationStore, "getConversation">;
  fileLimits: FileLimits;
  clock: Clock;
  newId: NewId;
  logger: Logger;
}

/** How long a file may belong to no conversation. The bucket's own rule takes a little longer. */
const waitingMs = 24 * 60 * 60 * 1_000;

/** How often a list that has only what never came, or is gone, is read on for one page. */
const mostQueries = 10;

/** Between the look at a file and its change others may change it: then it is tried again. */
const attempts = 3;

/** @throws Problem `too_large`, `bad_request`; `storage_full` or `too_many_waiting` when the owner would have too much. */
export async function requestUpload(
  ports: FilesPorts,
  owner: string,
  request: FileRequest,
): Promise<NewFile> {
  const { bytes, clock, newId, fileLimits } = ports;
  refuseUnusable(request, fileLimits);
  const now = clock();
  const { type, size } = request;
  const id = newId();
  const file = { id, name: fileNameOf(request.name), type, size, createdAt: new Date(now).toISOString() };
  const { maxPersonBytes } = fileLimits;
  await count(ports, { owner, file, lookAt: now + uploadableMs, until: now + waitingMs, maxPersonBytes });
  return { id, upload: await bytes.presignUpload({ owner, id, isKept: false }, file) };
}

/** Who would be refused may have left something that can go: then it goes, and it is tried once more. */
async function count(ports: FilesPorts, record: NewFileRecord): Promise<void> {
  if (!(await ports.records.createFile(record))) return;
  await sweepFiles(ports, record.owner);
  for (let tried = 0; tried < attempts; tried++) {
    const counted = await ports.records.createFile(record);
    if (!counted) return;
    const refusal = uploadRefusal(record, counted, ports.clock());
    if (refusal) throw refusal;
  }
  throw new Error("a file could not be counted: its owner's bytes keep changing");
}

/** Those that were uploaded, after what is of no use any more has gone. */
export async function listFiles(
  ports: FilesPorts,
  owner: string,
  { limit, cursor: from }: { limit: number; cursor?: string },
): Promise<FilePage> {
  await sweepFiles(ports, owner);
  const { files, cursor } = await uploadedFiles(ports, owner, limit, from);
  const usedBytes = usedBytesOf(await ports.records.countFiles(owner), ports.clock());
  const told = { files, usedBytes, limitBytes: ports.fileLimits.maxPersonBytes };
  return cursor === undefined ? told : { ...told, cursor };
}

async function uploadedFiles(
  ports: FilesPorts,
  owner: string,
  limit: number,
  from: string | undefined,
): Promise<{ files: File[]; cursor?: string }> {
  let cursor = from;
  for (let queried = 1; ; queried++) {
    const page = await ports.records.listFiles(owner, { limit, cursor });
    const looked = await mapAtMost(atOnce, page.files, (file) => asUploaded(ports, owner, file));
    const files = looked.filter((file) => file !== undefined);
    ({ cursor } = page);
    if (files.length > 0 || cursor === undefined || queried === mostQueries) return { files, cursor };
  }
}

/**
 * Undefined for what was not uploaded. What belongs to a conversation was there when it was claimed; what S3 does not
 * tell about just now is listed, since nothing says that it is missing.
 */
async function asUploaded(
  { records, bytes, logger }: FilesPorts,
  owner: string,
  file: File,
): Promise<File | undefined> {
  if (file.conversationId !== undefined) return file;
  try {
    if ((await bytes.sizeOf({ owner, id: file.id, isKept: false })) !== undefined) return file;
  } catch (error) {
    logger.error({ error, fileId: file.id }, "a file is listed although it is not known to be there");
    return file;
  }
  // A turn may have taken it since the list was read.
  const now = await records.getFile(owner, file.id);
  return now?.conversationId === undefined ? undefined : toldOf(now);
}

/** @throws Problem `not_found`, also for what was not uploaded. */
export async function linkToFile(ports: FilesPorts, owner: string, id: string): Promise<FileLink> {
  const { records, bytes } = ports;
  const file = await records.getFile(owner, id);
  if (!file) throw noSuchFile();
  const isKept = file.conversationId !== undefined;
  const place = { owner, id, isKept };
  // Whoever claimed it may have died before it was moved.
  const isUploaded =
    (await bytes.sizeOf(place)) !== undefined || (isKept && (await keepUpload(ports, owner, id)));
  if (!isUploaded) throw noSuchFile();
  return { ...toldOf(file), url: await bytes.presignDownload(place, file.name) };
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
  return toldOf(changed);
}

/** @throws Problem `not_found`; also then nothing is left of it. */
export async function deleteFile(ports: FilesPorts, owner: string, id: string): Promise<void> {
  const time = spareTime(ports.clock);
  try {
    await deleteThis(ports, owner, id);
  } finally {
    await goOnWithRemovals(ports, owner, time);
  }
}

async function deleteThis(ports: FilesPorts, owner: string, id: string): Promise<void> {
  for (let tried = 0; tried < attempts; tried++) {
    const file = await ports.records.getFile(owner, id);
    if (!file) {
      await finishRemovalOf(ports, owner, id);
      throw noSuchFile();
    }
    if ((await removeFiles(ports, owner, [deletionOf(file)])) > 0) return;
  }
  throw new Error("a file could not be deleted: it keeps changing");
}

/** What its owner may know. */
function toldOf({ id, name, type, size, createdAt, conversationId }: FileRecord): File {
  return { id, name, type, size, createdAt, ...(conversationId !== undefined && { conversationId }) };
}

function noSuchFile(): Problem {
  return new Problem("not_found", "There is no such file.");
}
