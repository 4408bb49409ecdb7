import { freeNames } from "./free-names";
import { createZipArchive, type ZipEntry, type ZipOutput } from "./zip-archive";

export interface ZipLimits {
  bytes: number;
  entries: number;
}

/**
 * A ZIP without its 64-bit extension, which fflate does not write and old readers do not read, counts its bytes in 32
 * bits and its entries in 16. What is left of the bytes is for the names: 65,535 of them, each written twice.
 */
export const zipLimits: ZipLimits = { bytes: 4_000_000_000, entries: 65_535 };

/** As many ZIPs as what comes into them takes, each readable without the others. */
export interface ZipArchives {
  /** This path, or one like it, when one of them has an entry of this path: all may be unpacked into one folder. */
  free(path: string): string;
  /** Puts these into one of them, together. */
  add(...entries: ZipEntry[]): Promise<void>;
  /** @returns how many there are */
  end(): number;
}

/** @param open - where the first, the second and so on is written; each is saved as soon as it is full */
export function createZipArchives(
  open: (part: number) => ZipOutput,
  now: () => number,
  limits: ZipLimits = zipLimits,
): ZipArchives {
  let part = 1;
  let archive = createZipArchive(open(part), now);
  const hasRoom = (added: readonly ZipEntry[]) => {
    const { bytes, entries } = archive.size();
    const most = added.reduce((sum, { content }) => sum + mostBytes(content), bytes);
    return entries === 0 || (most <= limits.bytes && entries + added.length <= limits.entries);
  };
  return {
    free: freeNames(),
    add: async (...entries) => {
      if (!hasRoom(entries)) {
        archive.end();
        part += 1;
        archive = createZipArchive(open(part), now);
      }
      // oxlint-disable-next-line no-await-in-loop -- one after the other is how they are written
      for (const entry of entries) await archive.add(entry);
    },
    end: () => {
      archive.end();
      return part;
    },
  };
}

/** A character takes three bytes at most; packed it takes fewer. */
function mostBytes(content: string | Blob): number {
  return typeof content === "string" ? 3 * content.length : content.size;
}
