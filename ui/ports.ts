import type { PageBoot } from "../runtime/contract/site";
import type { ParleyApi } from "./api/client";
import type { Messages } from "./messages/en";

/** Strings that survive a reload. Never throws: a browser that refuses storage just forgets. */
export interface KeyValueStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** What the models need of the browser; `browser-ports.ts` has the real ones. */
export interface PagePorts {
  api: ParleyApi;
  /** Every word the page says, in the language chosen now. */
  words(): Messages;
  /** What the server said before anything was asked. */
  boot: PageBoot;
  storage: KeyValueStorage;
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
  location: {
    path(): string;
    push(path: string): void;
    replace(path: string): void;
  };
}
