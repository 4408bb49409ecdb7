import type { ReadonlySignal } from "@preact/signals";
import type { PageBoot } from "../runtime/contract/site";
import type { ParleyApi } from "./api/client";
import type { AttachmentsPart } from "./models/attaching";
import type { Messages } from "./messages/en";
import type { DialogMessages } from "./messages/en-dialogs";

/** Strings that survive a reload. Never throws: a browser that refuses storage just forgets. */
export interface KeyValueStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/**
 * What one page tells the others of this browser. `changed`: something is new in a conversation, a turn that began or
 * ended, another title or setting. `listChanged`: what is on the list, when no single conversation says it.
 */
export type TabEvent =
  | { type: "changed"; conversationId: string }
  | { type: "deleted"; conversationId: string }
  | { type: "listChanged" };

/** The other pages of this browser that show the same chat. */
export interface Tabs {
  tell(event: TabEvent): void;
  /** Hears what the others tell, never what was told from here; returns what ends it. */
  listen(handler: (event: TabEvent) => void): () => void;
}

/** What the models need of the browser; `browser-ports.ts` has the real ones. */
export interface PagePorts {
  api: ParleyApi;
  /** Every word the page says outside of its dialogs, in the language chosen now. */
  words(): Messages;
  /** What the dialogs say. Throws before the first dialog has come. */
  dialogWords(): DialogMessages;
  /** What the server said before anything was asked. */
  boot: PageBoot;
  storage: KeyValueStorage;
  fetchAttachments(): Promise<AttachmentsPart>;
  /** Runs `task` once before a coming paint. */
  frame(task: () => void): void;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Unique, at most 64 characters. */
  newId(): string;
  /** Puts `text` on the clipboard; rejects when the browser does not allow it. */
  copy(text: string): Promise<void>;
  /** A file for the reader to keep: written bit by bit, then saved. */
  createFile(
    name: string,
    type: string,
  ): { write(part: string | Uint8Array<ArrayBuffer>): void; save(): void };
  tabs: Tabs;
  /** False while the browser knows that there is no network; true says nothing about the server. */
  isOnline: ReadonlySignal<boolean>;
  /** The last answer did not come from the server: it was kept from before. */
  isStale: ReadonlySignal<boolean>;
  /** Somebody may be looking: false in a tab behind others. */
  isVisible: ReadonlySignal<boolean>;
  /** Calls when somebody comes back: the page is seen again, or has a network again. Returns what ends it. */
  onReturn(handler: () => void): () => void;
  location: {
    /** Its escapes, and those of the hash, are left as they are. */
    path(): string;
    /** What stands behind the `#`, empty without one. */
    hash(): string;
    push(path: string): void;
    replace(path: string): void;
    /** Begins the page anew. */
    reload(): void;
  };
}
