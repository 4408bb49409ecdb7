import type { File } from "../contract/file";
import type { ConversationFiles, FileBytes, FileRecords, WaitingFile } from "../file-ports";
import type { Clock } from "../ports";
import { mapAtMost } from "./map-at-most";

export interface FileRemovalPorts {
  records: Pick<FileRecords, "someFilesOf" | "countFiles" | "markDeleted" | "lookLater" | "forgetFile">;
  bytes: Pick<FileBytes, "delete">;
  clock: Clock;
}

/** A form holds for ten minutes; the slowest upload that began with it has ended ten minutes later. */
export const uploadableMs = 20 * 60 * 1_000;

/** How many files are worked at at once: all of them write the one item that counts their owner's bytes. */
export const atOnce = 4;

/** How many of those that wait one call works at. */
export const mostAtATime = 100;

/**
 * The one way of deleting: the record is marked, and from then on nobody finds the file; its bytes go; then the record
 * goes, and the bytes from the count. As long as its form may bring bytes it stays marked and counted.
 *
 * @returns false when it belongs to another conversation by now, or is gone
 */
export async function removeFile(ports: FileRemovalPorts, owner: string, file: File): Promise<boolean> {
  const until = Date.parse(file.createdAt) + uploadableMs;
  if (!(await ports.records.markDeleted({ owner, file, until }))) return false;
  await finishRemoval(ports, owner, { ...file, until });
  return true;
}

/** All but the mark. Safe to call again. */
export async function finishRemoval(
  { records, bytes, clock }: FileRemovalPorts,
  owner: string,
  file: Pick<WaitingFile, "id" | "size" | "until">,
): Promise<void> {
  await bytes.delete(owner, file.id);
  await (file.until > clock() ? records.lookLater(owner, file) : records.forgetFile(owner, file));
}

/** Goes on with deletions that were cut short, or whose forms have ended. */
export async function finishRemovals(ports: FileRemovalPorts, owner: string): Promise<void> {
  const { waiting } = await ports.records.countFiles(owner);
  const marked = due(waiting, ports.clock()).filter(({ isDeleted }) => isDeleted);
  await mapAtMost(atOnce, marked, (file) => finishRemoval(ports, owner, file));
}

/** Those that are to be looked at now, as many as one call does. */
export function due(waiting: readonly WaitingFile[], now: number): WaitingFile[] {
  return waiting.filter(({ lookAt }) => lookAt <= now).slice(0, mostAtATime);
}

/** What goes with a conversation. */
export function createConversationFiles(ports: FileRemovalPorts): ConversationFiles {
  return {
    async deleteFilesOf(owner, conversationId) {
      await finishRemovals(ports, owner);
      for (let files; (files = await ports.records.someFilesOf(owner, conversationId)).length > 0;)
        await mapAtMost(atOnce, files, (file) => removeFile(ports, owner, file));
    },
  };
}
