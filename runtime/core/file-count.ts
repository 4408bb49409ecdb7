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
  if (bytes + file.size > maxPersonBytes) return storageFull(file.size, maxPersonBytes, bytes, waiting, now);
  return waiting.length < limits.waitingFiles ? undefined : tooManyWaiting(waiting, now);
}

/** With when to come back, where what is gone, or may never have come, is all that is in the way. */
function storageFull(
  size: number,
  most: number,
  bytes: number,
  waiting: readonly WaitingFile[],
  now: number,
): Problem {
  const deleted = deletedOf(waiting);
  const unseen = waiting.filter((file) => !file.isDeleted && isNew(file));
  const parts = [
    { files: deleted, of: "uploads deleted within the last twenty minutes" },
    { files: unseen, of: "uploads that have not been seen to come" },
  ];
  const held = parts.filter(({ files }) => sizeOf(files) > 0);
  const of = held.map((part, at) => `${sizeOf(part.files)} ${at === 0 ? "of them " : ""}by ${part.of}`);
  const used = `${bytes} are used${of.length > 0 ? `, ${of.join(" and ")}` : ""}`;
  const message = `size: is ${size} bytes; of ${most} that all your files may have, ${used}.`;
  const inTheWay = [deleted, [...deleted, ...unseen]].find((files) => bytes - sizeOf(files) + size <= most);
  if (!inTheWay) return new Problem("storage_full", `${message} Delete some first.`);
  const retryAfterSec = secondsTo(Math.max(...inTheWay.map(goesAt)), now);
  const advice = `Try again in ${minutesOf(retryAfterSec)}.`;
  return new Problem("storage_full", `${message} ${advice}`, { retryAfterSec });
}

/** With when the first of them goes if nobody does anything: what comes may be used or deleted before. */
function tooManyWaiting(waiting: readonly WaitingFile[], now: number): Problem {
  const deleted = deletedOf(waiting).length;
  const among = deleted > 0 ? `, ${deleted} of them deleted within the last twenty minutes` : "";
  const retryAfterSec = secondsTo(Math.min(...waiting.map(goesAt)), now);
  const advice = waiting.some(isNew)
    ? `One that is used makes room at once, one that never came or is deleted twenty minutes after it was asked for. Try again in ${minutesOf(retryAfterSec)}.`
    : "Use or delete some first.";
  return new Problem(
    "too_many_waiting",
    `files: ${waiting.length} wait to be used in a conversation${among}; at most ${limits.waitingFiles} may. ${advice}`,
    { retryAfterSec },
  );
}

/** Nobody has looked yet whether it came, or it is deleted: it goes within twenty minutes, if it does not stay. */
function isNew({ isDeleted, lookAt, until }: WaitingFile): boolean {
  return isDeleted || lookAt < until;
}

/** When it goes if nobody does anything, ms since the epoch. */
function goesAt({ isDeleted, lookAt, until }: WaitingFile): number {
  return isDeleted ? until : lookAt;
}

function minutesOf(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

function deletedOf(files: readonly WaitingFile[]): WaitingFile[] {
  return files.filter(({ isDeleted }) => isDeleted);
}

function sizeOf(files: readonly WaitingFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0);
}

function secondsTo(time: number, now: number): number {
  return Math.max(1, Math.ceil((time - now) / 1_000));
}
