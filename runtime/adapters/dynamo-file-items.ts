import type { File } from "../contract/file";
import type { FileCount, FileRecord } from "../file-ports";
import type { ItemKey } from "./dynamo-keys";

export interface FileItem extends ItemKey, FileRecord {
  /**
   * While it belongs to no conversation, or is deleted. Seconds since the epoch: the table's TTL, which may be late by
   * days.
   */
  expiresAt?: number;
  /** From then on nobody finds it. */
  isDeleted?: true;
}

/** The file as a conversation has it. It may be another's by now: its record says whose it is. */
export interface AttachmentItem extends ItemKey {
  fileId: string;
  /** Once the file was abandoned; as {@link FileItem.expiresAt}. */
  expiresAt?: number;
}

/** See `WaitingFile`. Times are seconds since the epoch. */
export interface Waiting {
  size: number;
  until: number;
  /** @default - there is nothing to look at before `until` */
  look?: number;
  isDeleted?: true;
}

/** Bytes of all of an owner's files, how many of them wait, and by {@link waitingName} which those are. */
export interface BytesItem extends ItemKey {
  bytes?: number;
  waiting?: number;
  [upload: `u${string}`]: unknown;
}

/** A letter comes first: a name in an expression may not begin with a digit. */
export function waitingName(fileId: string): `u${string}` {
  return `u${fileId}`;
}

export function toCount(item: BytesItem): FileCount {
  const waiting = Object.entries(item)
    .filter(([name]) => name.startsWith(waitingName("")))
    .map(([name, value]) => {
      const { size, until, look = until, isDeleted = false } = value as Waiting;
      return { id: name.slice(1), size, isDeleted, lookAt: look * 1_000, until: until * 1_000 };
    });
  return { bytes: item.bytes ?? 0, waiting };
}

/** Neither deleted nor run out. */
export function isThere({ isDeleted, expiresAt }: FileItem, nowSec: number): boolean {
  return !isDeleted && (expiresAt === undefined || expiresAt > nowSec);
}

export function toFile({ id, name, type, size, createdAt, conversationId }: FileItem): File {
  return { id, name, type, size, createdAt, ...(conversationId !== undefined && { conversationId }) };
}

export function toRecord(item: FileItem): FileRecord {
  const { claimedAt } = item;
  return { ...toFile(item), ...(claimedAt !== undefined && { claimedAt }) };
}
