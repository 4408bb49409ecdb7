import { type Signal, signal } from "@preact/signals";
import type { KeyValueStorage } from "../ports";

/** What stands in the message box. Survives a reload, and stays stored until its message has been taken. */
export interface Draft {
  text: Signal<string>;
  write(text: string): void;
  /** Empties the box for a message on its way. Call one of the two functions when it is known how that went. */
  take(): { sent(): void; failed(): void };
}

/** For what is to be kept nowhere. */
export function forgetfulStorage(): KeyValueStorage {
  return { get: () => undefined, set: () => undefined, remove: () => undefined, keys: () => [] };
}

/** Where the draft of `owner` lies, a conversation by its id. */
export function draftKey(owner: string): string {
  return `parley:draft:${owner}`;
}

/** @param owner - names what the draft belongs to; asked each time, as a new chat gets its id while one types */
export function createDraft(storage: KeyValueStorage, owner: () => string): Draft {
  const key = () => draftKey(owner());
  const text = signal(storage.get(key()) ?? "");
  function write(value: string): void {
    text.value = value;
    if (value === "") storage.remove(key());
    else storage.set(key(), value);
  }
  function take(): { sent(): void; failed(): void } {
    const taken = text.peek();
    const takenFrom = key();
    text.value = "";
    return {
      sent: () => {
        const since = text.peek();
        // What stands there may be another page's: all new chats share one place.
        if ([taken, since].includes(storage.get(takenFrom) ?? "")) storage.remove(takenFrom);
        if (since !== "") write(since);
      },
      failed: () => {
        // What was typed meanwhile is kept as well, below.
        const since = text.peek();
        write(since === "" ? taken : `${taken}\n\n${since}`);
      },
    };
  }
  return { text, write, take };
}
