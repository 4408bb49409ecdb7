import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Entry } from "./entry";
import { createMessageTree } from "./message-tree";

/** A message among its versions. */
export interface Version {
  /** From 1. */
  number: number;
  count: number;
}

/** The messages of a conversation that are loaded, all branches, and which branch is shown how far. */
export interface Entries {
  /** What is shown, oldest first. */
  path: ReadonlySignal<readonly Entry[]>;
  /** The message that would come next: there is one when the branch is not shown to its end. */
  next: ReadonlySignal<Entry | undefined>;
  /** Whether what is shown ends with the newest of all messages. */
  isNewest: ReadonlySignal<boolean>;
  /** The last message shown; null before the first one. */
  end(): string | null;
  /** Adds entries, and shows what ends with `endId` or, without it, what was shown. */
  add(entries: readonly Entry[], endId?: string): void;
  /** Adds what has come up elsewhere, and goes on to it where it belongs to what is shown. */
  addNews(entries: readonly Entry[]): void;
  /** Takes entries away, and shows what ends with `endId`. */
  remove(entries: readonly Entry[], endId: string | null): void;
  /** Says that ids have changed; `endId` is the end of the branch to show. */
  renamed(endId: string): void;
  /** All that are loaded, in no order. */
  all(): readonly Entry[];
  find(id: string | null): Entry | undefined;
  /** The newest message that is loaded and passes. */
  findNewest(test: (entry: Entry) => boolean): Entry | undefined;
  /** Shows what ends with this message, or with null nothing. */
  show(endId: string | null): void;
  /** Shows the newest branch that goes through this message. */
  showNewestUnder(id: string | null): void;
  /** One of one, too, while it is not known whether there are older ones. */
  versionOf(entry: Entry): Version;
  /** Shows another version: -1 the one before, 1 the one after. */
  switchVersion(entry: Entry, step: -1 | 1): void;
}

const nodeOf = ({ message }: Entry) => message.peek();

/** @param isWhole - whether all messages are loaded: only then all versions of a first message are known */
export function createEntries(isWhole: () => boolean): Entries {
  const all = signal<readonly Entry[]>([]);
  const end = signal<string | null | undefined>(undefined);
  // Peeks at the messages: ids and parents change only together with `all`, words change every frame.
  const tree = computed(() => createMessageTree(all.value, nodeOf));
  const idOf = (entry: Entry | undefined) => entry?.message.peek().id ?? null;
  const shown = computed(() => end.value ?? null);

  function isUnder(ancestor: string | null, id: string | null): boolean {
    return (
      ancestor === null ||
      tree
        .peek()
        .pathTo(id)
        .some((entry) => idOf(entry) === ancestor)
    );
  }

  function versionsOf(entry: Entry): readonly Entry[] {
    const { parentId } = entry.message.peek();
    // What answers a message is newer than it, and newer messages are loaded first.
    const areKnown = parentId === null ? isWhole() : tree.value.find(parentId) !== undefined;
    return areKnown ? tree.value.answersTo(parentId) : [entry];
  }

  return {
    path: computed(() => tree.value.pathTo(shown.value)),
    next: computed(() => tree.value.answersTo(shown.value).at(-1)),
    isNewest: computed(() => shown.value === idOf(tree.value.newestUnder(null))),
    end: () => shown.peek(),
    all: () => all.peek(),
    find: (id) => tree.peek().find(id),
    findNewest: (test) => createMessageTree(all.peek().filter(test), nodeOf).newestUnder(null),
    add: (entries, endId) => {
      all.value = [...entries, ...all.peek()];
      const isNothingShown = end.peek() === undefined && entries.length > 0;
      if (endId !== undefined || isNothingShown) end.value = endId ?? idOf(tree.peek().newestUnder(null));
    },
    addNews: (entries) => {
      const before = shown.peek();
      const wasNewest = before === idOf(tree.peek().newestUnder(null));
      all.value = [...all.peek(), ...entries];
      const newest = idOf(tree.peek().newestUnder(null));
      if (entries.length > 0 && (wasNewest || isUnder(before, newest))) end.value = newest;
    },
    remove: (entries, endId) => {
      all.value = all.peek().filter((entry) => !entries.includes(entry));
      end.value = endId;
    },
    renamed: (endId) => {
      all.value = [...all.peek()];
      end.value = endId;
    },
    show: (endId) => {
      if (endId === null || tree.peek().find(endId)) end.value = endId;
    },
    showNewestUnder: (id) => {
      end.value = idOf(tree.peek().newestUnder(id));
    },
    versionOf: (entry) => {
      const versions = versionsOf(entry);
      return { number: versions.indexOf(entry) + 1, count: versions.length };
    },
    switchVersion: (entry, step) => {
      const versions = versionsOf(entry);
      const next = versions[versions.indexOf(entry) + step];
      if (next) end.value = idOf(tree.peek().newestUnder(idOf(next)));
    },
  };
}
