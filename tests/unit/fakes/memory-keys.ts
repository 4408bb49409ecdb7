import type { Key } from "../../../runtime/contract/key";
import type { KeyBook, KeyStore, KnownKey } from "../../../runtime/access-ports";

/** Keys in memory, by the rules of both ports. */
export function createMemoryKeys(): KeyBook & KeyStore {
  const listed = new Map<string, Key>();
  const known = new Map<string, KnownKey>();
  const place = (owner: string, id: string) => JSON.stringify([owner, id]);
  return {
    async listKeys(owner) {
      return structuredClone(
        [...listed.values()].filter((key) => owner === undefined || key.owner === owner),
      );
    },
    async addKey(key, { hash, usageKey }) {
      listed.set(place(key.owner, key.id), structuredClone(key));
      known.set(hash, { id: key.id, owner: key.owner, actsForUsers: false, usageKey });
    },
    async getKey(owner, id) {
      return structuredClone(listed.get(place(owner, id)));
    },
    async deleteKey(owner, id) {
      listed.delete(place(owner, id));
      for (const [hash, key] of known) if (key.owner === owner && key.id === id) known.delete(hash);
    },
    async findKey(hash) {
      return known.get(hash);
    },
    async noteUse({ owner, id }, at, since) {
      const key = listed.get(place(owner, id));
      if (key && (key.lastUsedAt === undefined || key.lastUsedAt < since)) key.lastUsedAt = at;
    },
  };
}
