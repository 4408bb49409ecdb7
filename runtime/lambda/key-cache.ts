import type { KeyStore, KnownKey } from "../access-ports";
import type { Clock } from "../ports";

/**
 * How long a key that was revoked still works. API Gateway itself caches nothing. With the half minute that the page's
 * server remembers a verdict (`server/sign-in/key-check.ts`), a session ends within a minute as well.
 */
const knownMs = 25_000;
/** Short, so that a new key works at once, and long enough to keep a wrong key's retries off the table. */
const unknownMs = 5_000;
const maxEntries = 1_000;

/** Remembers what the key store said for a while. Holds hashes only. */
export function createKeyCache(keys: Pick<KeyStore, "findKey">, clock: Clock): Pick<KeyStore, "findKey"> {
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
