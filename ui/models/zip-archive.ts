import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { PagePorts } from "../ports";

export type ZipOutput = ReturnType<PagePorts["createFile"]>;

/** A text is packed; bytes are taken as they are. */
export interface ZipEntry {
  path: string;
  content: string | Blob;
}

/** A ZIP that is written as what comes into it is read. */
export interface ZipArchive {
  /** How much of it is written, before its list of entries. */
  size(): { bytes: number; entries: number };
  /** To be awaited before the next one. */
  add(entry: ZipEntry): Promise<void>;
  /** Saves it. */
  end(): void;
}

export function createZipArchive(output: ZipOutput, now: () => number): ZipArchive {
  let bytes = 0;
  let entries = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    bytes += chunk.length;
    output.write(chunk as Uint8Array<ArrayBuffer>);
  });
  const begin = <T extends ZipDeflate | ZipPassThrough>(entry: T): T => {
    entries += 1;
    entry.mtime = now();
    zip.add(entry);
    return entry;
  };
  return {
    size: () => ({ bytes, entries }),
    add: async ({ path, content }) => {
      if (typeof content === "string")
        begin(new ZipDeflate(path)).push(new TextEncoder().encode(content), true);
      else await pushAll(begin(new ZipPassThrough(path)), content);
    },
    end: () => {
      zip.end();
      output.save();
    },
  };
}

async function pushAll(entry: ZipPassThrough, content: Blob): Promise<void> {
  const reader = content.stream().getReader();
  // oxlint-disable-next-line no-await-in-loop -- piece by piece
  for (let read = await reader.read(); !read.done; read = await reader.read()) entry.push(read.value);
  entry.push(new Uint8Array(), true);
}
