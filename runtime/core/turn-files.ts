import type { File, FileLimits, MessageFile } from "../contract/file";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { FileBytes, FilePlace, FileRecords } from "../file-ports";
import type { Clock, ConversationStore, Logger } from "../ports";
import type { FileContent, TextReader } from "../reading-ports";
import { askedFiles, claimFiles } from "./file-claims";
import type { TextFile } from "./file-excerpts";
import { refusedFile, refuseImage, refuseText } from "./file-refusals";
import { dataUrl } from "./prompt-images";

/** What a turn needs of files. */
export interface TurnFilePorts {
  records: Pick<FileRecords, "getFile" | "claimFiles">;
  bytes: Pick<FileBytes, "sizeOf" | "read" | "keep" | "readExtra" | "writeExtra">;
  reader: TextReader;
  fileLimits: Pick<FileLimits, "maxPerTurn" | "seesImages">;
}

export interface TurnFilesPorts extends TurnFilePorts {
  store: Pick<ConversationStore, "getConversation">;
  clock: Clock;
}

/** An image as a model takes it. */
export interface ImageFile {
  id: string;
  name: string;
  /** `data:image/png;base64,…` */
  url: string;
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

/** Until nothing more is read for one turn: a caller behind CloudFront waits 60 s for the first byte. */
const mostReadingMs = 40_000;

/** What the files of a turn may say together. */
const mostChars = 60_000_000;

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
  const asked = await askedFiles(ports, owner, ids, conversationId);
  const reading = new Reading(ports, owner);
  for (const file of asked) await reading.readAsked(file);
  for (const file of earlier) await reading.readEarlier(file);
  return { ...reading.files, asked };
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

/** Keeps what was read beside the files, once they are claimed. Never fails: it can be read again. */
export async function keepReadings(
  { bytes, logger }: Pick<TurnFilePorts, "bytes"> & { logger: Logger },
  owner: string,
  { fresh }: TurnFiles,
): Promise<void> {
  for (const { id, content } of fresh) {
    try {
      const text = new TextEncoder().encode(JSON.stringify({ version, content }));
      await bytes.writeExtra({ owner, id, isKept: true }, "text", text);
    } catch (error) {
      logger.error({ error, fileId: id }, "what was read of a file could not be kept");
    }
  }
}

/** Of what is kept beside a file; another one is read anew. */
const version = 1;

class Reading {
  readonly files: TurnFiles = { asked: [], texts: [], images: [], gone: [], fresh: [] };
  private readonly until: number;
  private chars = 0;

  constructor(
    private readonly ports: TurnFilesPorts,
    private readonly owner: string,
  ) {
    this.until = ports.clock() + mostReadingMs;
  }

  async readAsked(file: File): Promise<void> {
    const isKept = file.conversationId !== undefined;
    const content = await this.contentOf(file, { owner: this.owner, id: file.id, isKept });
    if (!content) throw refusedFile(file.name, "was deleted just now");
    await this.add(file, content, isKept);
  }

  /** It was read when it was sent; what has gone wrong since must not stop the conversation. */
  async readEarlier(file: MessageFile): Promise<void> {
    try {
      const content = await this.contentOf(file, { owner: this.owner, id: file.id, isKept: true });
      if (content) await this.add(file, content, true);
      else this.files.gone.push(file.name);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.files.gone.push(file.name);
    }
  }

  private async add({ id, name }: MessageFile, content: FileContent, isKept: boolean): Promise<void> {
    if (content.kind === "text") {
      this.chars += content.parts.reduce((sum, { text }) => sum + text.length, 0);
      refuseText(name, this.chars, mostChars);
      this.files.texts.push({ id, name, parts: content.parts });
      return;
    }
    const { seesImages } = this.ports.fileLimits;
    refuseImage(name, content.type, seesImages);
    const bytes = await this.bytesOf({ owner: this.owner, id, isKept });
    const others = this.files.images.reduce((sum, { url }) => sum + url.length, 0);
    if (bytes) this.files.images.push({ id, name, url: dataUrl(name, content.type, bytes, others) });
  }

  private async contentOf({ id, name }: MessageFile, place: FilePlace): Promise<FileContent | undefined> {
    const kept = place.isKept ? await this.ports.bytes.readExtra(place, "text") : undefined;
    const known = kept && contentIn(kept);
    if (known) return known;
    const bytes = await this.bytesOf(place);
    if (!bytes) return undefined;
    if (this.ports.clock() > this.until) {
      const seconds = mostReadingMs / 1_000;
      throw refusedFile(
        name,
        `and those before it take longer than ${seconds} s to read; send fewer at once`,
        true,
      );
    }
    const content = await this.ports.reader.read(bytes, name);
    this.files.fresh.push({ id, content });
    return content;
  }

  /** One that is claimed and not moved yet lies where it was uploaded. */
  private async bytesOf(place: FilePlace): Promise<Uint8Array | undefined> {
    const { bytes } = this.ports;
    return (await bytes.read(place)) ?? (place.isKept ? bytes.read({ ...place, isKept: false }) : undefined);
  }
}

function contentIn(bytes: Uint8Array): FileContent | undefined {
  const kept = JSON.parse(new TextDecoder().decode(bytes)) as { version: number; content: FileContent };
  return kept.version === version ? kept.content : undefined;
}

/** Newest first, each once, without those that are asked for. */
function earlierFiles(path: readonly Message[], ids: readonly string[]): MessageFile[] {
  const files = path.toReversed().flatMap((message) => message.files ?? []);
  const others = new Map(files.filter(({ id }) => !ids.includes(id)).map((file) => [file.id, file]));
  return [...others.values()].slice(0, mostEarlierFiles);
}
