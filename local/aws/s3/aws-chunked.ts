import { Transform, type TransformCallback } from "node:stream";

import { s3Error } from "./s3-error";

const newline = Buffer.from("\r\n");
/** A chunk's head or a trailer is short; one without an end would otherwise be collected for ever. */
const maxLineBytes = 8192;

/**
 * Takes the framing of `content-encoding: aws-chunked` off a body: `<hex size>[;extension]\r\n<bytes>\r\n`, ended by a
 * chunk of size 0 and trailers. Signatures of single chunks are not checked: the body's checksum is.
 */
export class AwsChunkedDecoder extends Transform {
  /** Lower-case names. Complete once the stream has ended. */
  readonly trailers: Record<string, string> = {};
  #pending: Buffer = Buffer.alloc(0);
  #expects: "size" | "data" | "data-end" | "trailer" | "nothing" = "size";
  #dataLeft = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length ? Buffer.concat([this.#pending, chunk]) : chunk;
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    // A body may end right after the last chunk's head, without the empty line that ends the trailers.
    const ended = this.#expects === "nothing" || (this.#expects === "trailer" && !this.#pending.length);
    done(ended ? null : s3Error("IncompleteBody", "The aws-chunked body ended before its last chunk."));
  }

  /** Reads one part of the framing. False when more bytes are needed. */
  #step(): boolean {
    if (this.#expects === "nothing") return false;
    if (this.#expects === "data") return this.#readData();
    const line = this.#readLine();
    if (line === undefined) return false;
    if (this.#expects === "size") this.#beginChunk(line);
    else if (this.#expects === "data-end") this.#endChunk(line);
    else this.#addTrailer(line);
    return true;
  }

  #readData(): boolean {
    if (!this.#pending.length) return false;
    const data = this.#pending.subarray(0, this.#dataLeft);
    this.#pending = this.#pending.subarray(data.length);
    this.#dataLeft -= data.length;
    this.push(data);
    if (this.#dataLeft === 0) this.#expects = "data-end";
    return true;
  }

  #readLine(): string | undefined {
    const end = this.#pending.indexOf(newline);
    if (end < 0 && this.#pending.length <= maxLineBytes) return undefined;
    if (end < 0 || end > maxLineBytes) throw malformed("a line is too long");
    const line = this.#pending.toString("latin1", 0, end);
    this.#pending = this.#pending.subarray(end + newline.length);
    return line;
  }

  #beginChunk(line: string): void {
    const size = /^([0-9a-f]{1,13})(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw malformed(`"${line.slice(0, 40)}" is not the size of a chunk`);
    this.#dataLeft = Number.parseInt(size, 16);
    this.#expects = this.#dataLeft > 0 ? "data" : "trailer";
  }

  #endChunk(line: string): void {
    if (line !== "") throw malformed("a chunk is longer than its size");
    this.#expects = "size";
  }

  #addTrailer(line: string): void {
    if (line === "") {
      this.#expects = "nothing";
      return;
    }
    const colon = line.indexOf(":");
    if (colon < 1) throw malformed(`"${line.slice(0, 40)}" is not a trailer`);
    this.trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function malformed(what: string): Error {
  return s3Error("InvalidRequest", `The aws-chunked body is malformed: ${what}.`);
}
