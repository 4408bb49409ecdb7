import type { FileLimits, MessageFile } from "../contract/file";
import type { FileBytes, FilePlace } from "../file-ports";
import type { Clock } from "../ports";
import type { FileContent, TextReader } from "../reading-ports";
import type { TextFile } from "./file-excerpts";
import { refusedFile, refuseImage, refuseText } from "./file-refusals";
import { charsOf, fromKeptText } from "./kept-text";
import { OutOfTime } from "./out-of-time";
import { dataUrl } from "./prompt-images";

export interface TurnReadingPorts {
  bytes: Pick<FileBytes, "read" | "readExtra">;
  reader: TextReader;
  fileLimits: Pick<FileLimits, "seesImages">;
  clock: Clock;
}

/** An image as a model takes it. */
export interface ImageFile {
  id: string;
  name: string;
  /** `data:image/png;base64,…` */
  url: string;
}

/** A file as a prompt takes it. */
export type ReadFile = ({ kind: "text" } & TextFile) | ({ kind: "image" } & ImageFile);

/**
 * For all files of a turn. Whoever does not stream gives up after some 30 s, as API Gateway does with other routes; the
 * search in what was read, and the function's start, take their time besides.
 */
const mostReadingMs = 18_000;

/** What the files of a turn may say together: to search this takes some seconds. */
const mostChars = 30_000_000;

/** Reads the files of one turn, which share its time and how much they may say. */
export class TurnReading {
  /** What was read for the first time. */
  readonly fresh: { id: string; content: FileContent }[] = [];
  private readonly until: number;
  private chars = 0;
  private imageChars = 0;

  constructor(
    private readonly ports: TurnReadingPorts,
    private readonly owner: string,
  ) {
    this.until = ports.clock() + mostReadingMs;
  }

  /**
   * One that was uploaded; undefined when it is gone.
   *
   * @throws Problem `bad_request` or `too_large` naming the file
   */
  async readUpload({ id, name }: MessageFile, isKept: boolean): Promise<ReadFile | undefined> {
    const place = { owner: this.owner, id, isKept };
    const known = isKept ? await this.keptContent(place, name) : undefined;
    // Of a text that is known the bytes say nothing more.
    if (known?.kind === "text") return this.taken(id, name, known);
    const bytes = await this.bytesOf(place, name);
    if (!bytes) return undefined;
    const content = known ?? (await this.contentOf(bytes, name));
    if (!known) this.fresh.push({ id, content });
    return this.taken(id, name, content, bytes);
  }

  /**
   * One that came with the request.
   *
   * @throws Problem as {@link readUpload}
   */
  async readBytes(bytes: Uint8Array, name: string): Promise<ReadFile> {
    return this.taken("", name, await this.contentOf(bytes, name), bytes);
  }

  private taken(id: string, name: string, content: FileContent, bytes?: Uint8Array): ReadFile {
    if (content.kind === "image") {
      refuseImage(name, content.type, this.ports.fileLimits.seesImages);
      const url = dataUrl(name, content.type, bytes ?? new Uint8Array(), this.imageChars);
      this.imageChars += url.length;
      return { kind: "image", id, name, url };
    }
    const chars = charsOf(content);
    this.allow(name, chars);
    this.chars += chars;
    return { kind: "text", id, name, parts: content.parts };
  }

  private allow(name: string, chars: number): void {
    refuseText(name, this.chars + chars, mostChars);
  }

  private async keptContent(place: FilePlace, name: string): Promise<FileContent | undefined> {
    const kept = await this.inTime(name, (ms) => this.ports.bytes.readExtra(place, "text", ms));
    return kept && fromKeptText(kept, (chars) => this.allow(name, chars));
  }

  /** One that is claimed and not moved yet lies where it was uploaded. */
  private async bytesOf(place: FilePlace, name: string): Promise<Uint8Array | undefined> {
    const at = (isKept: boolean) =>
      this.inTime(name, (ms) => this.ports.bytes.read({ ...place, isKept }, ms));
    return (await at(place.isKept)) ?? (place.isKept ? at(false) : undefined);
  }

  private contentOf(bytes: Uint8Array, name: string): Promise<FileContent> {
    return this.inTime(name, (ms) => this.ports.reader.read(bytes, name, ms));
  }

  /** A step gets what is left of the time of all. */
  private async inTime<T>(name: string, step: (withinMs: number) => Promise<T>): Promise<T> {
    const leftMs = this.until - this.ports.clock();
    try {
      if (leftMs <= 0) throw new OutOfTime(leftMs);
      return await step(leftMs);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const reason = `and those before it take longer than ${mostReadingMs / 1_000} s to read; at most that is allowed in a turn`;
      throw refusedFile(name, reason, true);
    }
  }
}
