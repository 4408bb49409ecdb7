import type { File, FileLimits, MessageFile } from "../contract/file";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { FileBytes, FileRecords } from "../file-ports";
import type { Clock, ConversationStore, Logger } from "../ports";
import type { FileContent, TextReader } from "../reading-ports";
import {
  abandonFiles,
  askedFiles,
  claimFiles,
  isConversationGone,
  isStillThere,
  releaseFiles,
} from "./file-claims";
import type { TextFile } from "./file-excerpts";
import { refusedFile } from "./file-refusals";
import { toKeptText } from "./kept-text";
import { type ImageFile, type ReadFile, TurnReading } from "./turn-reading";

/** What a turn needs of files. */
export interface TurnFilePorts {
  records: Pick<FileRecords, "getFile" | "claimFiles" | "releaseFiles" | "markAbandoned">;
  bytes: Pick<FileBytes, "sizeOf" | "read" | "keep" | "readExtra" | "writeExtra" | "delete">;
  reader: TextReader;
  fileLimits: Pick<FileLimits, "maxPerTurn" | "seesImages">;
}

export interface TurnFilesPorts extends TurnFilePorts {
  store: Pick<ConversationStore, "getConversation">;
  clock: Clock;
}

/** The files that a prompt is made with, those of its own message first, then earlier ones, newest first. */
export interface TurnFiles {
  /** Those that the turn asks for; they are to be claimed. */
  asked: File[];
  texts: TextFile[];
  images: ImageFile[];
  /** Names of earlier ones that cannot be read any more. */
  gone: string[];
  /** What was read for the first time. */
  fresh: { id: string; content: FileContent }[];
}

export const noFiles: TurnFiles = { asked: [], texts: [], images: [], gone: [], fresh: [] };

/** Of a branch; an older one is not looked at again. */
const mostEarlierFiles = 20;

/**
 * The files of a turn and of the messages before it, read. Writes nothing.
 *
 * @param place.path - the messages before, and the one that is answered when it is stored already
 * @throws Problem of {@link askedFiles}; `bad_request` or `too_large` naming the file of this turn that cannot be read.
 */
export async function readTurnFiles(
  ports: TurnFilesPorts,
  owner: string,
  ids: readonly string[],
  { conversationId, path }: { conversationId?: string; path: readonly Message[] },
): Promise<TurnFiles> {
  const earlier = earlierFiles(path, ids);
  if (ids.length === 0 && earlier.length === 0) return noFiles;
  const asked = await askedFiles(ports, owner, [...new Set(ids)], conversationId);
  const reading = new TurnReading(ports, owner);
  const read: ReadFile[] = [];
  for (const file of asked) read.push(await readAsked(reading, file));
  const gone: string[] = [];
  for (const file of earlier) {
    const known = await readEarlier(reading, file);
    if (known) read.push(known);
    else gone.push(file.name);
  }
  const texts = read.flatMap((file) => (file.kind === "text" ? [file] : []));
  const images = read.flatMap((file) => (file.kind === "image" ? [file] : []));
  return { asked, texts, images, gone, fresh: reading.fresh };
}

/** @throws Problem naming the file */
export async function readAsked(reading: TurnReading, file: File): Promise<ReadFile> {
  const read = await reading.readUpload(file, file.conversationId !== undefined);
  if (!read) throw refusedFile(file.name, "was deleted just now");
  return read;
}

/** It was read when it was sent; what has gone wrong since must not stop the conversation. */
async function readEarlier(reading: TurnReading, file: MessageFile): Promise<ReadFile | undefined> {
  try {
    return await reading.readUpload(file, true);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Makes the files of a turn those of its conversation, before the turn is stored. */
export function claimTurnFiles(
  ports: TurnFilePorts,
  owner: string,
  { asked }: TurnFiles,
  conversationId: string,
): Promise<void> {
  return claimFiles(ports, owner, asked, conversationId);
}

/**
 * The files of a turn that was not stored after all. Others may have them, unless its conversation was deleted, which
 * takes its files with it; who may make it anew can have them for that. Never fails.
 *
 * @param place.mayMake - whether the turn sent again makes its conversation
 * @param place.refusal - why it was not stored
 */
export async function releaseTurnFiles(
  ports: Pick<TurnFilePorts, "records" | "bytes"> & Pick<TurnFilesPorts, "store"> & { logger: Logger },
  owner: string,
  { asked }: TurnFiles,
  { conversationId, mayMake, refusal }: { conversationId: string; mayMake?: boolean; refusal?: unknown },
): Promise<void> {
  if (asked.length === 0) return;
  try {
    const isGone = !mayMake && (await isConversationGone(ports.store, owner, conversationId, refusal));
    await (isGone ? abandonFiles : releaseFiles)(ports, owner, asked, conversationId);
  } catch (error) {
    ports.logger.error(
      { error, conversationId },
      "files of a turn that was not stored stay with its conversation",
    );
  }
}

/** Keeps what was read beside the files, once they are claimed. Never fails: it can be read again. */
export async function keepReadings(
  { records, bytes, logger }: Pick<TurnFilePorts, "records" | "bytes"> & { logger: Logger },
  owner: string,
  { fresh }: TurnFiles,
): Promise<void> {
  for (const { id, content } of fresh) {
    try {
      await bytes.writeExtra({ owner, id, isKept: true }, "text", toKeptText(content));
      await isStillThere({ records, bytes }, owner, id);
    } catch (error) {
      logger.error({ error, fileId: id }, "what was read of a file could not be kept");
    }
  }
}

/** Newest first, each once, without those that are asked for. */
function earlierFiles(path: readonly Message[], ids: readonly string[]): MessageFile[] {
  const files = path.toReversed().flatMap((message) => message.files ?? []);
  const others = new Map(files.filter(({ id }) => !ids.includes(id)).map((file) => [file.id, file]));
  return [...others.values()].slice(0, mostEarlierFiles);
}
