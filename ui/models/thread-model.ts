import { type ReadonlySignal, computed, signal } from "@preact/signals";
import { type Asking, createAsking } from "./asking";
import { type Attaching, createAttaching } from "./attaching";
import { createBranchMemory } from "./branch-memory";
import { type Draft, createDraft, forgetfulStorage } from "./draft";
import { type Entries, createEntries } from "./entries";
import type { Entry } from "./entry";
import { type Rate, createRating } from "./rating";
import { type ReplyRun, createReplyRun } from "./reply-run";
import { type TakingBack, createTakingBack } from "./taking-back";
import type { ThreadCore, ThreadState } from "./thread-core";
import { type ThreadPages, createThreadPages } from "./thread-pages";
import type { ThreadPorts } from "./thread-ports";
import { type UnstoredChat, unstoredChat } from "./unstored-chat";

/** One conversation: what is in it, what is being written, and what can be done. */
export interface ThreadModel
  extends
    Pick<Asking, "send" | "edit" | "editLast" | "cancelEdit" | "sendEdit" | "regenerate">,
    Pick<ThreadPages, "load" | "loadOlder" | "loadingOlder" | "revealed" | "reveal" | "refresh" | "hear">,
    TakingBack {
  /** Stays the same when a new conversation gets its id. */
  key: string;
  /** Undefined until the first turn is stored. */
  id: ReadonlySignal<string | undefined>;
  /** What stands above the messages; empty while the title is not known yet. */
  heading: ReadonlySignal<string>;
  state: ReadonlySignal<ThreadState>;
  /** Nothing of it is stored anywhere. */
  isTemporary: boolean;
  /** Nothing was ever sent in it. */
  isUntouched: ReadonlySignal<boolean>;
  /** Counts the turns sent from here, so that the page can go to its end. */
  turns: ReadonlySignal<number>;
  entries: Pick<Entries, "path" | "find" | "versionOf">;
  /** All of a temporary chat; undefined when it is none, or nothing is in it. */
  unstored(): UnstoredChat | undefined;
  /** Shows another version of a message: -1 the one before, 1 the one after. */
  switchVersion(entry: Entry, step: -1 | 1): void;
  /** The step that led to this version, told once: the focus goes along. */
  takeStep(entry: Entry): -1 | 1 | undefined;
  draft: Draft;
  /** The files of the next message. */
  attaching: Attaching;
  running: ReplyRun["running"];
  hasOlder: ReadonlySignal<boolean>;
  rate: Rate;
  stop(): Promise<void>;
  /** The conversation was deleted elsewhere. */
  vanish(): void;
  /** Another conversation comes to the front. */
  leave(): void;
  /** Lets go of everything that is under way; replies run on at the server. */
  close(): void;
}

/** What a thread begins with: a new conversation, one that is stored, or one that never will be. */
export interface GivenThread {
  id?: string;
  title?: string;
  isTemporary?: boolean;
}

export function createThreadModel(ports: ThreadPorts, given: GivenThread = {}): ThreadModel {
  const { isTemporary = false } = given;
  const id = signal(given.id);
  const title = signal(given.title ?? "");
  const state = signal<ThreadState>(given.id === undefined ? "new" : "loading");
  const turns = signal(0);
  const cursor = signal<string | undefined>(undefined);
  const closing = new AbortController();
  const entries = createEntries(() => cursor.value === undefined);
  const run = createReplyRun(ports, entries, { id, title, isTemporary }, closing.signal);
  const core: ThreadCore = { ports, id, title, state, entries, run, isTemporary, closing: closing.signal };

  const storage = isTemporary ? forgetfulStorage() : ports.storage;
  const owner = () => id.peek() ?? "new";
  const draft = createDraft(storage, owner);
  const attaching = createAttaching(ports, storage, owner, isTemporary ? closing.signal : undefined);
  const memory = createBranchMemory(storage);
  const remember = () => {
    const isNewest = entries.isNewest.peek();
    const place = { endId: entries.end(), isCut: entries.next.peek() !== undefined };
    if (id.peek() !== undefined) memory.remember(id.peek() ?? "", isNewest ? undefined : place);
  };
  const pages = createThreadPages(core, cursor, memory);
  const asking = createAsking(
    core,
    { draft, attaching },
    {
      onAsk: () => (turns.value += 1),
      // The new turn is the newest: what was chosen before does not hold any more.
      onStored: remember,
    },
  );
  const key = ports.newId();
  let stepped: { key?: string; step: -1 | 1 } | undefined;

  return {
    ...pages,
    ...asking,
    ...createTakingBack(core, { draft, attaching }, remember),
    key,
    id,
    heading: computed(() => {
      // The title of the page is kept by the browser: a temporary chat has none of its words in it.
      if (isTemporary) return ports.words().temporaryChat;
      if (state.value === "missing") return ports.words().chatNotFound;
      const known = id.value === undefined ? undefined : ports.titleOf(id.value);
      const isUnnamed = state.value === "new" && title.value === "";
      return isUnnamed ? ports.words().newChat : (known ?? title.value);
    }),
    state,
    isTemporary,
    isUntouched: computed(() => state.value === "new" && entries.path.value.length === 0),
    turns,
    entries,
    unstored: () => unstoredChat(core, key),
    switchVersion: (entry, step) => {
      const place = entries.path.peek().indexOf(entry);
      entries.switchVersion(entry, step);
      stepped = { key: entries.path.peek()[place]?.key, step };
      remember();
    },
    takeStep: ({ key }) => {
      if (stepped?.key !== key) return undefined;
      const { step } = stepped;
      stepped = undefined;
      return step;
    },
    draft,
    attaching,
    running: run.running,
    hasOlder: computed(() => cursor.value !== undefined),
    rate: createRating(core),
    stop: run.stop,
    vanish: () => (state.value = "missing"),
    leave: () => {
      asking.forgetBusy();
      pages.forgetRevealed();
    },
    close: () => closing.abort(),
  };
}
