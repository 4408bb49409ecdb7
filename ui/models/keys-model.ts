import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Key, NewKey } from "../../runtime/contract/key";
import { limits } from "../../runtime/contract/limits";
import { ownerPattern } from "../../runtime/contract/owner-pattern";
import { ApiError } from "../api/api-error";
import type { PagePorts } from "../ports";
import { cursorQuery } from "./cursor-query";
import { failureText } from "./failure-text";

/** API keys: one's own, and for an admin everybody's. What changes them resolves with what went wrong, for a person. */
export interface KeysModel {
  /** One's own first, then the others by owner; of each the newest first. */
  keys: ReadonlySignal<readonly Key[]>;
  state: ReadonlySignal<"unknown" | "loading" | "ready" | "failed">;
  /** Who asks. Undefined until known. */
  user: ReadonlySignal<{ id: string; isAdmin: boolean } | undefined>;
  /** The key that was just made, whole. It is in no other place. */
  made: ReadonlySignal<NewKey | undefined>;
  /** Asks again each time: keys are used and made elsewhere, too. */
  load(): Promise<void>;
  /** @param owner - for whom; oneself when it is empty */
  make(name: string, owner: string): Promise<string | undefined>;
  revoke(key: Key): Promise<string | undefined>;
}

type KeyPorts = Pick<PagePorts, "api" | "dialogWords" | "words">;

export function createKeysModel(ports: KeyPorts): KeysModel {
  const all = signal<readonly Key[]>([]);
  const state = signal<"unknown" | "loading" | "ready" | "failed">("unknown");
  const user = signal<{ id: string; isAdmin: boolean } | undefined>(undefined);
  const made = signal<NewKey | undefined>(undefined);
  return {
    keys: computed(() => {
      const isMine = ({ owner }: Key) => owner === user.value?.id;
      return [...all.value.filter(isMine), ...all.value.filter((key) => !isMine(key))];
    }),
    state,
    user,
    made,
    load: async () => {
      if (state.peek() === "loading") return;
      state.value = "loading";
      try {
        const { user: me } = await ports.api.me();
        const keys = await readKeys(ports.api, me.isAdmin);
        user.value = me;
        all.value = keys;
        state.value = "ready";
      } catch {
        state.value = "failed";
      }
    },
    make: (name, owner) =>
      attempt(ports, async () => {
        const { key: secret, ...listed } = await makeKey(ports, name, owner.trim());
        made.value = { ...listed, key: secret };
        all.value = [listed, ...all.peek()];
      }),
    revoke: ({ id }) =>
      attempt(ports, async () => {
        await ports.api.revokeKey(id).catch((error: unknown) => {
          // Somebody else was faster.
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        });
        all.value = all.peek().filter((key) => key.id !== id);
        if (made.peek()?.id === id) made.value = undefined;
      }),
  };
}

async function readKeys(api: KeyPorts["api"], ofEveryone: boolean): Promise<Key[]> {
  const keys: Key[] = [];
  let cursor: string | undefined;
  do {
    const query = ofEveryone ? `?everyone=true&limit=${limits.pageSize}${cursorQuery(cursor)}` : "";
    const page = await api.listKeys(query);
    keys.push(...page.keys);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return keys
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
    .sort((one, other) => (one.owner === other.owner ? 0 : one.owner < other.owner ? -1 : 1));
}

/** @throws Error that says what is wrong with the name, or with whose it is to be */
async function makeKey({ api, dialogWords }: KeyPorts, name: string, owner: string): Promise<NewKey> {
  const says = dialogWords().keys;
  if (name.trim() === "") throw new Error(says.nameMissing);
  if (name.length > limits.keyNameChars) throw new Error(says.nameTooLong(limits.keyNameChars));
  if (owner !== "" && !new RegExp(ownerPattern).test(owner)) throw new Error(says.ownerWrong);
  return api.makeKey({ name: name.trim(), ...(owner !== "" && { owner }) });
}

/** Resolves with what went wrong, for a person. */
async function attempt(ports: KeyPorts, task: () => Promise<void>): Promise<string | undefined> {
  try {
    await task();
    return undefined;
  } catch (error) {
    const isFull = error instanceof ApiError && error.code === "conflict";
    return isFull ? ports.dialogWords().keys.tooMany(limits.keys) : failureText(error, ports.words());
  }
}
