import type { FileStore } from "../../../runtime/ports";

export interface MemoryFileStore extends FileStore {
  readonly texts: Map<string, string>;
}

export function createMemoryFileStore(): MemoryFileStore {
  const texts = new Map<string, string>();
  return {
    texts,
    async putText(key, text) {
      texts.set(key, text);
    },
    async getText(key) {
      const text = texts.get(key);
      if (text === undefined) throw new Error(`no text ${key}`);
      return text;
    },
    async deleteAll(keys) {
      for (const key of keys) texts.delete(key);
    },
  };
}
