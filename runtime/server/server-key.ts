import type { Clock } from "../ports";

/** A wrong key is looked up again this often at most: a reader of SSM shares its rate limit with the account. */
const renewalIntervalMs = 60_000;

/** The API key that the server itself carries. */
export interface ServerKey {
  current(): string;
  /**
   * Reads the key again, since the API has refused `used`. At most once a minute.
   *
   * @returns true when {@link current} is now another key than `used`.
   */
  renew(used: string): Promise<boolean>;
}

export interface ServerKeyPorts {
  /** Reads the key where it is kept. */
  load: () => Promise<string>;
  clock: Clock;
}

/** @throws what `load` throws, the first time; a later failure keeps the key that is there. */
export async function loadServerKey({ load, clock }: ServerKeyPorts): Promise<ServerKey> {
  let key = await load();
  let loadedAt = clock();
  let loading: Promise<void> | undefined;

  async function reload(): Promise<void> {
    loadedAt = clock();
    key = await load().catch(() => key);
    loading = undefined;
  }

  return {
    current: () => key,
    async renew(used) {
      if (key === used && !loading && clock() - loadedAt >= renewalIntervalMs) loading = reload();
      await loading;
      return key !== used;
    },
  };
}
