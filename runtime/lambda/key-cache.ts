import type { Clock, KeyStore } from "../ports";

export type KnownKey = NonNullable<Awaited<ReturnType<KeyStore["findKey"]>>>;

/** How long a key that was taken back still works. API Gateway itself caches nothing. */
const knownMs = 60_000;
/** Short, so that a new key works at once, and long enough to keep a wrong key's retries off the table. */
const unknownMs = 5_000;
const maxEntries = 1_000;

/** Remembers what the key store said for a while. Holds hashes only. */
export function createKeyCache(keys: KeyStore, clock: Clock): KeyStore {
  const entries = new Map<string, { key: KnownKey | undefined; until: number }>();
  return {
    async findKey(hash) {
      const entry = entries.get(hash);
      if (entry && entry.until > clock()) return entry.key;
      const key = await keys.findKey(hash);
      entries.delete(hash);
      const oldest = entries.size >= maxEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(hash, { key, until: clock() + (key ? knownMs : unknownMs) });
      return key;
    },
  };
}
