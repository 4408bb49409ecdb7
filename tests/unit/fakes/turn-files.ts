import type { File } from "../../../runtime/contract/file";
import type { TurnFilePorts } from "../../../runtime/core/turn-files";
import type { FileBytes, FilePlace, FileRecords } from "../../../runtime/file-ports";
import type { Clock } from "../../../runtime/ports";
import type { FileContent } from "../../../runtime/reading-ports";
import { createMemoryFileRecords } from "./memory-file-records";

/** What is read of a file, what comes of trying to, or how it is read within a time. */
type Reading = FileContent | Error | ((withinMs: number) => Promise<FileContent>);

export interface FakeTurnFiles extends TurnFilePorts {
  readonly records: FileRecords;
  /** Names of the files that were read, each time. */
  readonly read: string[];
  /** Where something lies. */
  readonly places: Map<string, Uint8Array>;
  /** A file of somebody's that was uploaded, and what is going to be read of it. */
  upload(owner: string, id: string, name: string, content: Reading): Promise<File>;
}

const keyOf = ({ owner, id, isKept }: FilePlace, extra = "content") =>
  `${isKept ? "files" : "uploads"}/${owner}/${id}/${extra}`;

/** Files of turns in memory: what a file says is given, not read. */
export function createFakeTurnFiles(clock: Clock, seesImages = false): FakeTurnFiles {
  const records = createMemoryFileRecords(clock);
  const places = new Map<string, Uint8Array>();
  const contents = new Map<string, Reading>();
  const read: string[] = [];
  const bytes: FileBytes = {
    presignUpload: async () => ({ url: "https://bucket.test", fields: {} }),
    presignDownload: async () => "https://bucket.test",
    sizeOf: async (place) => places.get(keyOf(place))?.length,
    read: async (place) => places.get(keyOf(place)),
    async keep(owner, id) {
      const [from, to] = [keyOf({ owner, id, isKept: false }), keyOf({ owner, id, isKept: true })];
      const moved = places.get(to) ?? places.get(from);
      if (!moved) return false;
      places.set(to, moved);
      places.delete(from);
      return true;
    },
    readExtra: async (place, extra) => places.get(keyOf(place, extra)),
    async writeExtra(place, extra, made) {
      places.set(keyOf(place, extra), made);
    },
    async delete(owner, id) {
      for (const isKept of [true, false])
        for (const part of ["content", "text"]) places.delete(keyOf({ owner, id, isKept }, part));
    },
  };
  return {
    records,
    bytes,
    fileLimits: { maxPerTurn: 3, seesImages },
    read,
    places,
    reader: {
      async read(_bytes, name, withinMs) {
        read.push(name);
        const content = contents.get(name);
        if (typeof content === "function") return content(withinMs);
        if (!content || content instanceof Error) throw content ?? new Error(`nothing is said of ${name}`);
        return content;
      },
    },
    async upload(owner, id, name, content) {
      const createdAt = new Date(clock()).toISOString();
      const file: File = { id, name, type: "text/plain", size: 3, createdAt };
      const times = { lookAt: clock() + 1_200_000, until: clock() + 86_400_000 };
      await records.createFile({ owner, file, ...times, maxPersonBytes: 1_000 });
      places.set(keyOf({ owner, id, isKept: false }), new Uint8Array([1, 2, 3]));
      contents.set(name, content);
      return file;
    },
  };
}
