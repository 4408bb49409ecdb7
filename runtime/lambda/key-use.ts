import type { KeyStore, KnownKey } from "../access-ports";
import type { Clock, Logger, Wait } from "../ports";

export interface KeyUsePorts {
  keys: KeyStore;
  clock: Clock;
  wait: Wait;
  logger: Logger;
}

/** How far behind "last used" may be. */
const intervalMs = 5 * 60_000;
/** All that a request waits for it; a write takes some ms. */
const patienceMs = 100;
const maxEntries = 1_000;

/** Notes that a key is used, once every five minutes of a process. A note that fails is no reason to refuse the caller. */
export function createKeyUse({ keys, clock, wait, logger }: KeyUsePorts) {
  const notedAt = new Map<string, number>();

  async function note(owner: string, id: string, now: number): Promise<void> {
    const iso = (ms: number) => new Date(ms).toISOString();
    try {
      await keys.noteUse({ owner, id }, iso(now), iso(now - intervalMs));
    } catch (error) {
      notedAt.delete(id);
      logger.error({ error }, "the use of a key could not be noted");
    }
  }

  return async ({ id, owner }: KnownKey): Promise<void> => {
    const now = clock();
    if (id === undefined || now - (notedAt.get(id) ?? -Infinity) < intervalMs) return;
    if (notedAt.size >= maxEntries) notedAt.clear();
    notedAt.set(id, now);
    const waited = new AbortController();
    const noted = note(owner, id, now).finally(() => waited.abort());
    await Promise.race([noted, wait(patienceMs, waited.signal)]);
  };
}
