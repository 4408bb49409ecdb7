import { unzipSync, zipSync } from "fflate";
import { readingLimits } from "./reading-limits";
import { broken, Unreadable } from "./unreadable";

/** Entries by their path. */
export type Archive = Record<string, Uint8Array>;

/**
 * The XML of a document, unpacked. Pictures and the like stay packed: nobody reads them.
 *
 * What it will take is summed up before anything is unpacked, and each entry is unpacked into as many bytes as it says
 * to have: one that lies is cut there, and is then no XML.
 *
 * @throws Unreadable when it unpacks to more than may be read.
 */
export function unpackXml(bytes: Uint8Array, type: string): Archive {
  let entries = 0;
  let unpacked = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        entries += 1;
        if (entries > readingLimits.archiveEntries) throw tooManyEntries();
        if (!/\.(xml|rels)$/.test(name)) return false;
        unpacked += originalSize;
        if (unpacked > readingLimits.unpackedBytes) throw tooManyBytes();
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Unreadable ? error : broken(type, error);
  }
}

/** Whether it has an entry of this path. */
export function hasEntry(bytes: Uint8Array, path: string): boolean {
  let has = false;
  try {
    unzipSync(bytes, {
      filter({ name }) {
        has ||= name === path;
        return false;
      },
    });
  } catch {
    // Not an archive that can be read.
  }
  return has;
}

/** An archive that holds entries as they are, for a library that takes no other: there is nothing to unpack in it. */
export function storedArchive(archive: Archive): Uint8Array<ArrayBuffer> {
  return zipSync(archive, { level: 0 }) as Uint8Array<ArrayBuffer>;
}

function tooManyBytes(): Unreadable {
  const megabytes = readingLimits.unpackedBytes / 1_000_000;
  return new Unreadable(`unpacks to more than ${megabytes} MB; at most that can be read`, true);
}

function tooManyEntries(): Unreadable {
  return new Unreadable(
    `is an archive of more than ${readingLimits.archiveEntries} entries; at most that can be read`,
    true,
  );
}
