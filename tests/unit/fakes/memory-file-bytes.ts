import type { FileBytes, FilePlace } from "../../../runtime/file-ports";

export interface MemoryFileBytes extends FileBytes {
  /** By key: `uploads/<owner>/<id>`, `files/<owner>/<id>`, and for what was made from it `…/text`. */
  readonly objects: Map<string, Uint8Array>;
  /** As if somebody had posted the form. */
  upload(owner: string, id: string, content?: string): void;
}

/** Bytes of files in memory, by the rules of the port. */
export function createMemoryFileBytes(): MemoryFileBytes {
  const objects = new Map<string, Uint8Array>();
  const keyOf = ({ owner, id, isKept }: FilePlace) => `${isKept ? "files" : "uploads"}/${owner}/${id}`;
  return {
    objects,
    upload: (owner, id, content = "") =>
      void objects.set(keyOf({ owner, id, isKept: false }), Buffer.from(content)),
    presignUpload: async (place) => ({ url: "memory:", fields: { key: keyOf(place) } }),
    presignDownload: async (place, name) => `memory:${keyOf(place)}?${name}`,
    sizeOf: async (place) => objects.get(keyOf(place))?.length,
    read: async (place) => objects.get(keyOf(place)),
    async keep(owner, id) {
      const [from, to] = [keyOf({ owner, id, isKept: false }), keyOf({ owner, id, isKept: true })];
      const bytes = objects.get(to) ?? objects.get(from);
      if (!bytes) return false;
      objects.set(to, bytes);
      objects.delete(from);
      return true;
    },
    readExtra: async (place, extra) => objects.get(`${keyOf(place)}/${extra}`),
    async writeExtra(place, extra, bytes) {
      objects.set(`${keyOf(place)}/${extra}`, bytes);
    },
    async delete(owner, id) {
      const own = [true, false].map((isKept) => keyOf({ owner, id, isKept }));
      for (const key of objects.keys())
        if (own.some((one) => key === one || key.startsWith(`${one}/`))) objects.delete(key);
    },
  };
}
