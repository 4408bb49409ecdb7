import { type ReadonlySignal, type Signal, batch, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import type { ParleyApi } from "../api/client";
import type { KeyValueStorage } from "../ports";
import { type Attachment, attachmentOf, checkAttachment, fileOf, forgetPicture } from "./attachment";
import { readDraftFiles, writeDraftFiles } from "./draft-files";

/** What lies in the box for the next message, and is kept with its draft. */
export interface AttachedFiles {
  items: ReadonlySignal<readonly Attachment[]>;
  said: Signal<string>;
  set(next: readonly Attachment[]): void;
  /** To be called when it is known how the upload of one went. */
  changed(): void;
  takeOff(gone: readonly Attachment[]): void;
  /** Attaches what is up already; it may have been deleted, or swept, since. */
  putBack(fresh: readonly Attachment[]): void;
  /** Empties the box for a message on its way. Call one of the two functions when it is known how that went. */
  take(): { files: MessageFile[]; sent(): void; failed(): void };
  /** What went with messages of a chat that is not stored: it is of no conversation, and ends with the chat. */
  sentOnce: Attachment[];
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
  { storage, key, closing }: AttachmentsSurroundings,
  onChange: () => void,
): AttachedFiles {
  const drafted = readDraftFiles(storage, key()).map(({ isOwn, ...file }) =>
    attachmentOf(file, file.id, isOwn),
  );
  const items = signal<readonly Attachment[]>(drafted);
  const said = signal("");
  const sentOnce: Attachment[] = [];

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
    said,
    sentOnce,
    set,
    changed,
    takeOff,
    putBack: (fresh) => {
      const known = new Set(items.peek().map((item) => fileOf(item)?.id));
      const back = fresh.filter((item) => !known.has(item.key));
      set([...items.peek(), ...back]);
      back.forEach(check);
    },
    take: () => {
      const taken = items.peek();
      const from = key();
      batch(() => {
        items.value = [];
        said.value = "";
      });
      return {
        files: taken.flatMap((item) => fileOf(item) ?? []),
        sent: () => {
          if (closing) sentOnce.push(...taken);
          taken.forEach(forgetPicture);
          storage.remove(from);
          writeDraftFiles(storage, key(), items.peek());
        },
        failed: () => set([...taken, ...items.peek()]),
      };
    },
  };
}
