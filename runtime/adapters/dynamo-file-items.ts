import type { File } from "../contract/file";
import type { ItemKey } from "./dynamo-keys";

export interface FileItem extends ItemKey, File {
  /** Only while it belongs to no conversation. Seconds since the epoch: the table's TTL, which may be late by days. */
  expiresAt?: number;
}

/** The file as a conversation has it. It may be another's by now: its record says whose it is. */
export interface AttachmentItem extends ItemKey {
  fileId: string;
}

/** Bytes of an upload that belongs to no conversation yet. */
export interface Waiting {
  size: number;
  /** Seconds since the epoch, as its record has it. */
  until: number;
}

/** Bytes of all of an owner's files, and by {@link waitingName} which of them may run out. */
export interface BytesItem extends ItemKey {
  bytes?: number;
  waiting?: number;
  [upload: `u${string}`]: unknown;
}

/** A letter comes first: a name in an expression may not begin with a digit. */
export function waitingName(fileId: string): `u${string}` {
  return `u${fileId}`;
}

/** Those that have run out: their records are gone, or as good as gone. */
export function runOut(item: BytesItem, nowSec: number): [fileId: string, waiting: Waiting][] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(waitingName("")))
    .map(([name, waiting]): [string, Waiting] => [name.slice(1), waiting as Waiting])
    .filter(([, { until }]) => until <= nowSec);
}

export function isRunOut({ expiresAt }: FileItem, nowSec: number): boolean {
  return expiresAt !== undefined && expiresAt <= nowSec;
}

export function toFile({ id, name, type, size, createdAt, conversationId }: FileItem): File {
  return { id, name, type, size, createdAt, ...(conversationId !== undefined && { conversationId }) };
}
