import type { Key } from "./contract/key";

/** A key as the authorizer finds it. */
export interface KnownKey {
  /** Unset when its use is not noted: the server's. */
  id?: string;
  owner: string;
  actsForUsers: boolean;
  /** What API Gateway counts its requests by, the same for all keys of an owner. Opens nothing. */
  usageKey?: string;
}

/** Who may call, by the SHA-256 (hex) of their key. */
export interface KeyStore {
  findKey(hash: string): Promise<KnownKey | undefined>;
  /** Notes a use, unless one after `since` is noted already. A key that is gone stays gone. Times in ISO 8601. */
  noteUse(key: { owner: string; id: string }, at: string, since: string): Promise<void>;
}

/** The keys of people, as they see them. */
export interface KeyBook {
  /** All of one owner's, or everybody's, in no order. */
  listKeys(owner?: string): Promise<Key[]>;
  addKey(key: Key, found: { hash: string; usageKey: string }): Promise<void>;
  /** Undefined when it is not there, or another's. */
  getKey(owner: string, id: string): Promise<Key | undefined>;
  /** Safe to call again, also for what never was. */
  deleteKey(owner: string, id: string): Promise<void>;
}

/** Where an owner stands. */
export interface Profile {
  /** @default - the first tier */
  tier?: string;
  isAdmin: boolean;
}

export interface ProfileStore {
  /** Somebody without a profile is no admin. */
  getProfile(owner: string): Promise<Profile>;
}

/** What API Gateway counts by. */
export interface UsageKeys {
  /** The owner's, made and put into the usage plan of their tier when there is none yet. */
  usageKeyOf(owner: string): Promise<string>;
}

/** A key nobody can guess, with what is kept of it. */
export type NewSecret = () => { key: string; hash: string; lastFour: string };
