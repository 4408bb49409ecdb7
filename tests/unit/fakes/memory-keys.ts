import type { Key } from "../../../runtime/contract/key";
import type { KeyBook, KeyStore, KnownKey } from "../../../runtime/access-ports";
import type { PageRequest } from "../../../runtime/ports";

/** Keys in memory, by the rules of both ports. */
export function createMemoryKeys(): KeyBook & KeyStore {
  const listed = new Map<string, Key>();
  const known = new Map<string, KnownKey>();
  const place = (owner: string, id: string) => JSON.stringify([owner, id]);
  return {
    async listKeys(owner) {
      return structuredClone([...listed.values()].filter((key) => key.owner === owner));
    },
    async pageOfKeys(page) {
      const byOwner = [...listed.values()].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
      const { items, cursor } = pageOf(byOwner, page, placeOf);
      return { keys: structuredClone(items), ...(cursor && { cursor }) };
    },
    async pageOfOwners(page) {
      const owners = [...new Set([...listed.values()].map(({ owner }) => owner))].sort();
      const { items, cursor } = pageOf(owners, page, (owner) => owner);
      return { owners: items, ...(cursor && { cursor }) };
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

const placeOf = ({ owner, id }: Key) => `${encodeURIComponent(owner)}#${id}`;

function pageOf<Item>(all: Item[], { limit, cursor = "" }: PageRequest, place: (item: Item) => string) {
  const left = all.filter((item) => place(item) > cursor);
  const items = left.slice(0, limit);
  const last = left.length > limit ? items.at(-1) : undefined;
  return { items, cursor: last === undefined ? undefined : place(last) };
}
