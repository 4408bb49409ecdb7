import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { PagePorts } from "../ports";
import { freeNames } from "./free-names";

/** A ZIP that is written as what comes into it is read. */
export interface ZipArchive {
  /** This name, or one like it, when there is an entry of this name. */
  free(path: string): string;
  /** Writes what is pushed into it under this name; to be ended before the next one begins. */
  entry(path: string, isPacked: boolean): { push(chunk: Uint8Array<ArrayBuffer>, isLast?: boolean): void };
  /** A text, whole. */
  text(path: string, content: string): void;
  end(): void;
}

export function createZipArchive(output: ReturnType<PagePorts["createFile"]>, now: () => number): ZipArchive {
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    output.write(chunk as Uint8Array<ArrayBuffer>);
  });
  const entry: ZipArchive["entry"] = (path, isPacked) => {
    const made = isPacked ? new ZipDeflate(path) : new ZipPassThrough(path);
    made.mtime = now();
    zip.add(made);
    return made;
  };
  return {
    free: freeNames(),
    entry,
    text: (path, content) => entry(path, true).push(new TextEncoder().encode(content), true),
    end: () => zip.end(),
  };
}
