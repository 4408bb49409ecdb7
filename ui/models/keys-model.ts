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

export function createKeysModel(ports: Pick<PagePorts, "api" | "dialogWords" | "words">): KeysModel {
  const all = signal<readonly Key[]>([]);
  const state = signal<"unknown" | "loading" | "ready" | "failed">("unknown");
  const user = signal<{ id: string; isAdmin: boolean } | undefined>(undefined);
  const made = signal<NewKey | undefined>(undefined);

  async function read(ofEveryone: boolean): Promise<Key[]> {
    const keys: Key[] = [];
    let cursor: string | undefined;
    do {
      const query = ofEveryone ? `?everyone=true&limit=${limits.pageSize}${cursorQuery(cursor)}` : "";
      const page = await ports.api.listKeys(query);
      keys.push(...page.keys);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return keys
      .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
      .sort((one, other) => (one.owner === other.owner ? 0 : one.owner < other.owner ? -1 : 1));
  }

  async function load(): Promise<void> {
    if (state.peek() === "loading") return;
    state.value = "loading";
    try {
      const { user: me } = await ports.api.me();
      const keys = await read(me.isAdmin);
      user.value = me;
      all.value = keys;
      state.value = "ready";
    } catch {
      state.value = "failed";
    }
  }

  async function attempt(task: () => Promise<void>): Promise<string | undefined> {
    try {
      await task();
      return undefined;
    } catch (error) {
      const isFull = error instanceof ApiError && error.code === "conflict";
      return isFull ? ports.dialogWords().keys.tooMany(limits.keys) : failureText(error, ports.words());
    }
  }

  return {
    keys: computed(() => {
      const isMine = ({ owner }: Key) => owner === user.value?.id;
      return [...all.value.filter(isMine), ...all.value.filter((key) => !isMine(key))];
    }),
    state,
    user,
    made,
    load,
    make: async (name, owner) => {
      const words = ports.dialogWords().keys;
      if (name.trim() === "") return words.nameMissing;
      if (name.length > limits.keyNameChars) return words.nameTooLong(limits.keyNameChars);
      const whom = owner.trim();
      if (whom !== "" && !new RegExp(ownerPattern).test(whom)) return words.ownerWrong;
      return attempt(async () => {
        const key = await ports.api.makeKey({ name: name.trim(), ...(whom !== "" && { owner: whom }) });
        made.value = key;
        const { key: _secret, ...listed } = key;
        all.value = [listed, ...all.peek()];
      });
    },
    revoke: ({ id }) =>
      attempt(async () => {
        await ports.api.revokeKey(id).catch((error: unknown) => {
          // Somebody else was faster.
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        });
        all.value = all.peek().filter((key) => key.id !== id);
        if (made.peek()?.id === id) made.value = undefined;
      }),
  };
}
