import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Message } from "../../runtime/contract/message";
import { newestLeaf, pathTo } from "../../runtime/core/conversation-tree";
import type { Entry } from "./entry";
import { newestLeafUnder, siblingsOf } from "./message-tree";

/** A message among its versions. */
export interface Version {
  /** From 1. */
  number: number;
  count: number;
}

/** The messages of a conversation that are loaded, all branches, and which branch is shown. */
export interface Entries {
  /** The branch that is shown, oldest first. */
  path: ReadonlySignal<readonly Entry[]>;
  /** Adds entries; the branch shown becomes the one that ends with `leafId`, or stays. */
  add(entries: readonly Entry[], leafId?: string): void;
  remove(entries: readonly Entry[]): void;
  /** Says that ids have changed; `leafId` is the end of the branch to show. */
  renamed(leafId: string): void;
  find(id: string | null): Entry | undefined;
  /** Shows the branch of an entry, if another one is shown. */
  show(entry: Entry): void;
  versionOf(entry: Entry): Version;
  /** Shows another version: -1 the one before, 1 the one after. */
  switchVersion(entry: Entry, step: -1 | 1): void;
}

export function createEntries(): Entries {
  const all = signal<readonly Entry[]>([]);
  const leafId = signal<string | undefined>(undefined);
  const messages = () => all.peek().map((entry) => entry.message.peek());
  const find = (id: string | null) => all.peek().find((entry) => entry.message.peek().id === id);

  // Peeks at the messages: ids and parents change only together with `all`, words change every frame.
  const path = computed(() => {
    const byMessage = new Map<Message, Entry>(all.value.map((entry) => [entry.message.peek(), entry]));
    const leaf = leafId.value;
    const chosen = leaf === undefined ? [] : pathTo(byMessage.keys(), leaf);
    return chosen.flatMap((message) => byMessage.get(message) ?? []);
  });

  function show(entries: readonly Entry[], leaf: string | undefined): void {
    all.value = entries;
    const known = leaf !== undefined && find(leaf) !== undefined;
    leafId.value = known ? leaf : newestLeaf(messages())?.id;
  }

  return {
    path,
    find,
    show: (entry) => {
      if (path.peek().includes(entry)) return;
      leafId.value = newestLeafUnder(messages(), entry.message.peek().id);
    },
    add: (entries, leaf) => show([...entries, ...all.peek()], leaf ?? leafId.peek()),
    remove: (entries) =>
      show(
        all.peek().filter((entry) => !entries.includes(entry)),
        leafId.peek(),
      ),
    renamed: (leaf) => show([...all.peek()], leaf),
    versionOf: (entry) => {
      const versions = siblingsOf(messages(), entry.message.peek());
      return { number: versions.indexOf(entry.message.peek()) + 1, count: versions.length };
    },
    switchVersion: (entry, step) => {
      const versions = siblingsOf(messages(), entry.message.peek());
      const next = versions[versions.indexOf(entry.message.peek()) + step];
      if (next) leafId.value = newestLeafUnder(messages(), next.id);
    },
  };
}
