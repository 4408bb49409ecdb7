import type { Key } from "./contract/key";
import type { PageRequest } from "./ports";

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
  /** All of one owner's, in no order. */
  listKeys(owner: string): Promise<Key[]>;
  /** Everybody's, those of an owner together. A cursor that this book did not make is `bad_request`. */
  pageOfKeys(page: PageRequest): Promise<{ keys: Key[]; cursor?: string }>;
  /** Everybody who has a key, each once, in the same order. */
  pageOfOwners(page: PageRequest): Promise<{ owners: string[]; cursor?: string }>;
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
  /** The program made it, and keeps it as it is. @default false */
  isFromStack?: boolean;
}

export interface ProfileStore {
  /** Somebody without a profile is no admin. */
  getProfile(owner: string): Promise<Profile>;
  /** Changes what is given; returns all of it. */
  changeProfile(owner: string, change: Partial<Pick<Profile, "tier" | "isAdmin">>): Promise<Profile>;
}

/** What API Gateway counts by. */
export interface UsageKeys {
  /** The owner's, made and put into the usage plan of their tier when there is none yet. */
  usageKeyOf(owner: string): Promise<string>;
  /** Puts the owner's, if there is one, into the usage plan of this tier. Safe to call again after it was cut short. */
  moveUsageKey(owner: string, tier: string): Promise<void>;
}

/** A key nobody can guess, with what is kept of it. */
export type NewSecret = () => { key: string; hash: string; lastFour: string };
