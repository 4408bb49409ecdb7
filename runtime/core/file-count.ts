import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import type { FileCount, NewFileRecord, WaitingFile } from "../file-ports";

/** What an owner is told: what he deleted is not his any more, although it may stay counted for some minutes. */
export function usedBytesOf({ bytes, waiting }: FileCount, now: number): number {
  return bytes - sizeOf(waiting.filter(({ isDeleted, until }) => isDeleted || until <= now));
}

/** Why an upload was not counted; undefined when room has come meanwhile. */
export function uploadRefusal(
  { file, maxPersonBytes }: NewFileRecord,
  { bytes, waiting }: FileCount,
  now: number,
): Problem | undefined {
  const deleted = waiting.filter(({ isDeleted }) => isDeleted);
  if (bytes + file.size > maxPersonBytes) {
    const held = sizeOf(deleted);
    const used = `${bytes} are used${held > 0 ? `, ${held} of them by uploads deleted within the last twenty minutes` : ""}`;
    const frees = bytes - held + file.size <= maxPersonBytes;
    const advice = frees ? `Try again in ${minutesTo(deleted, now)} minutes.` : "Delete some first.";
    return new Problem(
      "conflict",
      `size: is ${file.size} bytes; of ${maxPersonBytes} that all your files may have, ${used}. ${advice}`,
    );
  }
  if (waiting.length < limits.waitingFiles) return undefined;
  const among =
    deleted.length > 0 ? `, ${deleted.length} of them deleted within the last twenty minutes` : "";
  const first = Math.min(...waiting.map(({ until }) => until));
  return new Problem(
    "too_many_waiting",
    `files: ${waiting.length} wait to be used in a conversation${among}; at most ${limits.waitingFiles} may. Use or delete some first.`,
    { retryAfterSec: Math.max(1, Math.ceil((first - now) / 1_000)) },
  );
}

function sizeOf(files: readonly WaitingFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0);
}

/** Until all of them are forgotten. */
function minutesTo(files: readonly WaitingFile[], now: number): number {
  return Math.max(1, Math.ceil((Math.max(...files.map(({ until }) => until)) - now) / 60_000));
}
