import type { Key, KeyList, KeyRequest, NewKey } from "../contract/key";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import type { KeyBook, NewSecret, ProfileStore, UsageKeys } from "../access-ports";
import type { Clock, NewId, PageRequest } from "../ports";
import { requireAdmin } from "./people";

/** What making and revoking keys needs. */
export interface KeyPorts {
  keys: KeyBook;
  profiles: ProfileStore;
  usageKeys: UsageKeys;
  newSecret: NewSecret;
  newId: NewId;
  clock: Clock;
}

/** The caller's keys, newest first. */
export async function listOwnKeys({ keys }: KeyPorts, caller: string): Promise<Key[]> {
  return (await keys.listKeys(caller)).sort(newestFirst);
}

/**
 * Everybody's keys, by owner.
 *
 * @throws Problem `forbidden` when the caller is no admin.
 */
export async function listAllKeys(
  { keys, profiles }: KeyPorts,
  caller: string,
  page: PageRequest,
): Promise<KeyList> {
  await requireAdmin(profiles, caller, "everyone: only an admin may see everybody's keys.");
  return keys.pageOfKeys(page);
}

/**
 * Makes a key and tells it, this once. Two at once may come to one more than the limit, which harms nobody.
 *
 * @throws Problem `forbidden` for another owner when the caller is no admin, `conflict` when the owner has as many as
 * there may be.
 */
export async function makeKey(ports: KeyPorts, caller: string, request: KeyRequest): Promise<NewKey> {
  const { keys, usageKeys, newSecret, newId, clock } = ports;
  const { name, owner = caller } = request;
  if (owner !== caller)
    await requireAdmin(ports.profiles, caller, `owner: only an admin may make a key for ${owner}.`);
  const { length: count } = await keys.listKeys(owner);
  if (count >= limits.keys) {
    throw new Problem(
      "conflict",
      `keys: there are ${count} of ${owner}; at most ${limits.keys} are allowed. Revoke one first.`,
    );
  }
  const { key, hash, lastFour } = newSecret();
  const usageKey = await usageKeys.usageKeyOf(owner);
  const createdAt = new Date(clock()).toISOString();
  const made: Key = { id: newId(), owner, name: name.trim(), lastFour, createdAt };
  await keys.addKey(made, { hash, usageKey });
  return { ...made, key };
}

/**
 * Revokes a key: the caller's own, or any when they are an admin.
 *
 * @throws Problem `not_found` when it is not there or another's, `conflict` for the one that the stack itself made.
 */
export async function revokeKey(ports: KeyPorts, caller: string, id: string): Promise<void> {
  const key = (await ports.keys.getKey(caller, id)) ?? (await findAsAdmin(ports, caller, id));
  if (!key) throw new Problem("not_found", "There is no such key.");
  if (key.isFromStack) {
    throw new Problem("conflict", "This key was made by the stack itself; only `pulumi up` replaces it.");
  }
  await ports.keys.deleteKey(key.owner, id);
}

async function findAsAdmin(
  { keys, profiles }: KeyPorts,
  caller: string,
  id: string,
): Promise<Key | undefined> {
  const { isAdmin } = await profiles.getProfile(caller);
  if (!isAdmin) return undefined;
  let page: KeyList = { keys: [] };
  let found: Key | undefined;
  do {
    page = await keys.pageOfKeys({ limit: limits.pageSize, cursor: page.cursor });
    found = page.keys.find((key) => key.id === id);
  } while (!found && page.cursor !== undefined);
  return found;
}

function newestFirst(one: Key, other: Key): number {
  return compare(other.createdAt, one.createdAt) || compare(other.id, one.id);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
