import { type ReadonlySignal, type Signal, batch, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import type { ParleyApi } from "../api/client";
import type { KeyValueStorage } from "../ports";
import { type Attachment, attachmentOf, checkAttachment, fileOf, forgetPicture } from "./attachment";
import { readDraftFiles, writeDraftFiles } from "./draft-files";

/** What is attached to the next message, and kept with its draft. */
export interface AttachedFiles {
  items: ReadonlySignal<readonly Attachment[]>;
  said: Signal<string>;
  set(next: readonly Attachment[]): void;
  /** Takes all of them off; the draft keeps them until it is known what became of them. */
  empty(): void;
  /** To be called when it is known how the upload of one went. */
  changed(): void;
  takeOff(gone: readonly Attachment[]): void;
  /** Attaches what is up already; it may have been deleted, or swept, since. */
  putBack(fresh: readonly Attachment[]): void;
}

export interface AttachmentsSurroundings {
  storage: KeyValueStorage;
  /** Where the draft lies now. */
  key: () => string;
  /** Of a chat that is not stored: ends its uploads and its files. Else they go on, and are kept for when one comes back. */
  closing?: AbortSignal;
}

export function createAttachedFiles(
  api: Pick<ParleyApi, "getFile">,
  { storage, key }: AttachmentsSurroundings,
  onChange: () => void,
): AttachedFiles {
  const kept = readDraftFiles(storage, key());
  const drafted = kept.map(({ isOwn, ...file }) => attachmentOf(file, file.id, isOwn));
  const items = signal<readonly Attachment[]>(drafted);

  function changed(): void {
    writeDraftFiles(storage, key(), items.peek());
    onChange();
  }
  function set(next: readonly Attachment[]): void {
    items.value = next;
    changed();
  }
  function takeOff(gone: readonly Attachment[]): void {
    gone.forEach(forgetPicture);
    set(items.peek().filter((item) => !gone.includes(item)));
  }
  const check = (item: Attachment) => void checkAttachment(api, item, () => takeOff([item]));
  drafted.forEach(check);

  return {
    items,
    said: signal(""),
    set,
    empty: () => (items.value = []),
    changed,
    takeOff,
    putBack: (fresh) => {
      const known = new Set(items.peek().map((item) => fileOf(item)?.id));
      const back = fresh.filter((item) => !known.has(item.key));
      set([...items.peek(), ...back]);
      back.forEach(check);
    },
  };
}

/** Files that go with a message on its way. One of the two functions is to be called when it is known how that went. */
export interface TakenFiles {
  files: MessageFile[];
  sent(): void;
  failed(): void;
}

/** Takes all that is attached, for a message on its way. */
export function takeAttached(
  { items, said, set, empty, changed }: AttachedFiles,
  { storage, key }: AttachmentsSurroundings,
  onSent: (items: readonly Attachment[]) => void,
): TakenFiles {
  const taken = items.peek();
  const from = key();
  batch(() => {
    empty();
    said.value = "";
  });
  return {
    files: taken.flatMap((item) => fileOf(item) ?? []),
    sent: () => {
      onSent(taken);
      storage.remove(from);
      changed();
    },
    failed: () => set([...taken, ...items.peek()]),
  };
}
