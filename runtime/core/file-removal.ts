import type { File } from "../contract/file";
import type {
  ConversationFiles,
  FileBytes,
  FileDeletion,
  FileRecords,
  SpareTime,
  WaitingFile,
} from "../file-ports";
import type { Clock, Logger } from "../ports";
import { mapAtMost } from "./map-at-most";

export interface FileRemovalPorts {
  records: Pick<FileRecords, "someFilesOf" | "countFiles" | "markDeleted" | "lookLater" | "forgetFiles">;
  bytes: Pick<FileBytes, "delete">;
  clock: Clock;
  logger: Logger;
}

/** A form holds for ten minutes; the slowest upload that began with it has ended ten minutes later. */
export const uploadableMs = 20 * 60 * 1_000;

/** How many files are worked or looked at at once. */
export const atOnce = 10;

/** How many of those that wait one call works at. */
const mostAtATime = 100;

/** How many are written together: all of them write the one item that counts their owner's bytes. */
const together = 25;

/** How often in a row none of a conversation's files can be marked, since others take them just then. */
const attempts = 3;

/**
 * The one way of deleting: the records are marked, and from then on nobody finds the files; their bytes go; then the
 * records go, and the bytes from the count. As long as a file's form may bring bytes it stays marked and counted.
 *
 * @returns how many; not those that belong to another conversation by now, or are gone
 */
export async function removeFiles(
  ports: FileRemovalPorts,
  owner: string,
  files: readonly FileDeletion[],
  time?: SpareTime,
): Promise<number> {
  const marked = await writeTogether(files, (some) => ports.records.markDeleted(owner, some));
  await finishRemovals(ports, owner, marked, time);
  return marked.length;
}

/** A file, as its deletion has to know it. */
export function deletionOf({ id, size, conversationId, createdAt }: File): FileDeletion {
  return { id, size, conversationId, until: Date.parse(createdAt) + uploadableMs };
}

/**
 * All but the mark, of each that can be while there is time; then throws what stood in another's way. Safe to call
 * again.
 */
export async function finishRemovals(
  { records, bytes, clock }: FileRemovalPorts,
  owner: string,
  files: readonly Pick<WaitingFile, "id" | "size" | "until">[],
  time?: SpareTime,
): Promise<void> {
  const failures: unknown[] = [];
  const emptied = await mapAtMost(atOnce, files, async (file) => {
    if (time?.isLeft() === false) return [];
    try {
      await bytes.delete(owner, file.id);
      return [file];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const now = clock();
  const gone = emptied.flat();
  const [later, ended] = [gone.filter(({ until }) => until > now), gone.filter(({ until }) => until <= now)];
  await writeTogether(later, (some) => records.lookLater(owner, some));
  await writeTogether(ended, (some) => records.forgetFiles(owner, some));
  if (failures.length > 0) throw failures[0];
}

/** Those that were written: when one among several has changed, each is written by itself. */
export async function writeTogether<T>(
  files: readonly T[],
  write: (some: T[]) => Promise<boolean>,
): Promise<T[]> {
  const written: T[] = [];
  for (let from = 0; from < files.length; from += together) {
    const some = files.slice(from, from + together);
    if (await write(some)) written.push(...some);
    else if (some.length > 1) for (const file of some) if (await write([file])) written.push(file);
  }
  return written;
}

/** Goes on with an earlier deletion of this very file. */
export async function finishRemovalOf(ports: FileRemovalPorts, owner: string, id: string): Promise<void> {
  const own = (await marked(ports, owner)).filter((file) => file.id === id);
  await finishRemovals(ports, owner, own);
}

/**
 * Goes on with deletions that were cut short, or whose forms have ended. Never fails: nobody asked for it just now, and
 * what could not go waits for the next time.
 */
export async function goOnWithRemovals(
  ports: FileRemovalPorts,
  owner: string,
  time: SpareTime,
): Promise<void> {
  if (!time.isLeft()) return;
  try {
    await finishRemovals(ports, owner, (await marked(ports, owner)).slice(0, mostAtATime), time);
  } catch (error) {
    ports.logger.error({ error }, "files that were deleted before could not be removed");
  }
}

/** All whose deletion is to be gone on with now. */
async function marked({ records, clock }: FileRemovalPorts, owner: string): Promise<WaitingFile[]> {
  const { waiting } = await records.countFiles(owner);
  const now = clock();
  return waiting.filter(({ isDeleted, lookAt }) => isDeleted && lookAt <= now);
}

/** Those that are to be looked at now, as many as one call does. */
export function due(waiting: readonly WaitingFile[], now: number): WaitingFile[] {
  return waiting.filter(({ lookAt }) => lookAt <= now).slice(0, mostAtATime);
}

/** What goes with a conversation. */
export function createConversationFiles(ports: FileRemovalPorts): ConversationFiles {
  return {
    deleteFilesOf: (owner, conversationId, time) => deleteAllOf(ports, owner, conversationId, time),
    goOn: (owner, time) => goOnWithRemovals(ports, owner, time),
  };
}

async function deleteAllOf(
  ports: FileRemovalPorts,
  owner: string,
  conversationId: string,
  time?: SpareTime,
): Promise<void> {
  for (let inVain = 0; inVain < attempts;) {
    time?.require();
    const files = await ports.records.someFilesOf(owner, conversationId);
    if (files.length === 0) return;
    const removed = await removeFiles(ports, owner, files.map(deletionOf));
    inVain = removed > 0 ? 0 : inVain + 1;
  }
  throw new Error(`the files of conversation ${conversationId} could not be deleted: they keep changing`);
}
