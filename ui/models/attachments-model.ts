import { type ReadonlySignal, type Signal, batch, computed, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import { type Upload, postForm } from "../api/upload";
import { byteCount, fileSize } from "../messages/file-size";
import type { KeyValueStorage } from "../ports";
import { type Attachment, attachmentOf, createUploads, isUp } from "./attachment-upload";
import { readDraftFiles, writeDraftFiles } from "./draft-files";
import type { ThreadPorts } from "./thread-ports";

/** The files that go with the next message. */
export interface Attachments {
  items: ReadonlySignal<readonly Attachment[]>;
  /** What the limits are, for who has not chosen yet. */
  hint(): string;
  /** Somebody drags files over the page. */
  isOver: Signal<boolean>;
  /** Sending waits for the uploads. */
  isAwaited: ReadonlySignal<boolean>;
  /** How the uploads go, for those who listen. */
  said: ReadonlySignal<string>;
  /** Attaches and uploads what the limits allow; notices say what they do not. Returns what was attached. */
  add(files: readonly File[]): readonly Attachment[];
  retry(item: Attachment): void;
  /** Ends its upload, and deletes what was uploaded for this message. */
  remove(item: Attachment): void;
  /** Attaches what was uploaded before. */
  giveBack(files: readonly MessageFile[]): void;
  /** Takes such files off again. */
  withdraw(files: readonly MessageFile[]): void;
  /** Resolves when nothing is on its way any more: false, and a notice, when something failed; false when given up. */
  settled(): Promise<boolean>;
  stopWaiting(): void;
  /** Empties the box for a message on its way. Call one of the two functions when it is known how that went. */
  take(): { files: MessageFile[]; sent(): void; failed(): void };
}

export interface AttachmentsSurroundings {
  storage: KeyValueStorage;
  /** Where the draft lies now. */
  key: () => string;
  /** Of a chat that is not stored: ends its uploads and its files. Else they go on, and are kept for when one comes back. */
  closing?: AbortSignal;
}

export function createAttachments(
  ports: ThreadPorts,
  { storage, key, closing }: AttachmentsSurroundings,
  upload: Upload = postForm,
): Attachments {
  const items = signal<readonly Attachment[]>([]);
  const said = signal("");
  const waiter = signal<((isReady: boolean) => void) | undefined>(undefined);
  const words = () => ports.dialogWords().attaching;

  const keep = () => writeDraftFiles(storage, key(), items.peek());
  function settle(isGivenUp = false): void {
    const states = items.peek().map(({ state }) => state.peek().kind);
    const isBusy = states.some((kind) => kind === "waiting" || kind === "sending");
    const resolve = waiter.peek();
    if (!resolve || (isBusy && !isGivenUp)) return;
    waiter.value = undefined;
    const hasFailed = states.includes("failed");
    if (hasFailed && !isGivenUp) ports.notify({ text: words().someFailed, tone: "problem" });
    resolve(!hasFailed && !isGivenUp);
  }
  const uploads = createUploads(ports, upload, (item) => {
    const { kind } = item.state.peek();
    const isDone = items.peek().every(({ state }) => state.peek().kind === "ready");
    if (kind === "failed") said.value = words().failed(item.name);
    else if (isDone) said.value = words().uploaded(items.peek().length);
    keep();
    settle();
  });
  function set(next: readonly Attachment[]): void {
    items.value = next;
    keep();
    settle();
  }
  function takeOff(gone: readonly Attachment[]): void {
    gone.forEach(({ preview }) => preview.peek() && URL.revokeObjectURL(preview.peek() ?? ""));
    set(items.peek().filter((item) => !gone.includes(item)));
  }

  function refusalOf({ name, type, size }: File): string | undefined {
    const { maxFileBytes, seesImages } = ports.boot.files;
    if (size > maxFileBytes) {
      const isClose = fileSize(size) === fileSize(maxFileBytes);
      const written = isClose ? byteCount : fileSize;
      return words().tooLarge(name, written(size), written(maxFileBytes));
    }
    // A drawing in SVG is a text.
    const isImage = type.startsWith("image/") && type !== "image/svg+xml";
    return isImage && !seesImages ? words().noImages(name) : undefined;
  }

  function add(files: readonly File[]): readonly Attachment[] {
    const { maxPerTurn } = ports.boot.files;
    const fits = files.filter((file) => {
      const text = refusalOf(file);
      if (text !== undefined) ports.notify({ text, tone: "problem" });
      return text === undefined;
    });
    const room = Math.max(0, maxPerTurn - items.peek().length);
    if (fits.length > room) ports.notify({ text: words().tooMany(maxPerTurn), tone: "problem" });
    const added = fits.slice(0, room).map((file) => attachmentOf(file, ports.newId(), true));
    if (added.length === 0) return added;
    said.value = words().uploading(added.length);
    set([...items.peek(), ...added]);
    added.forEach(uploads.begin);
    return added;
  }

  /** Attaches what is up already; it may have been deleted, or swept, since. */
  function putBack(fresh: readonly Attachment[]): void {
    const known = new Set(items.peek().map(({ state }) => fileOf(state.peek())?.id));
    const back = fresh.filter((item) => !known.has(item.key));
    set([...items.peek(), ...back]);
    for (const item of back) void uploads.check(item, () => takeOff([item]));
  }
  putBack(readDraftFiles(storage, key()).map(({ isOwn, ...file }) => attachmentOf(file, file.id, isOwn)));
  const sentOnce: Attachment[] = [];
  closing?.addEventListener("abort", () => [...sentOnce, ...items.peek()].forEach(uploads.end));

  return {
    items,
    said,
    hint: () => words().hint(ports.boot.files.maxPerTurn, fileSize(ports.boot.files.maxFileBytes)),
    isOver: signal(false),
    isAwaited: computed(() => waiter.value !== undefined),
    add,
    giveBack: (files) => putBack(files.map((file) => attachmentOf(file, file.id, false))),
    retry: (item) => uploads.begin(item),
    remove: (item) => {
      uploads.end(item);
      said.value = words().removed(item.name);
      takeOff([item]);
    },
    withdraw: (files) => {
      const ids = new Set(files.map(({ id }) => id));
      takeOff(items.peek().filter(({ state }) => ids.has(fileOf(state.peek())?.id ?? "")));
    },
    settled: () => {
      if (items.peek().every(isUp)) return Promise.resolve(true);
      waiter.peek()?.(false);
      return new Promise((resolve) => {
        waiter.value = resolve;
        settle();
      });
    },
    stopWaiting: () => settle(true),
    take: () => {
      const taken = items.peek();
      const from = key();
      batch(() => {
        items.value = [];
        said.value = "";
      });
      return {
        files: taken.flatMap(({ state }) => fileOf(state.peek()) ?? []),
        sent: () => {
          // They are of no conversation: when this chat ends, so do they.
          if (closing) sentOnce.push(...taken);
          taken.forEach(({ preview }) => preview.peek() && URL.revokeObjectURL(preview.peek() ?? ""));
          storage.remove(from);
          keep();
        },
        failed: () => set([...taken, ...items.peek()]),
      };
    },
  };
}

function fileOf(state: ReturnType<Attachment["state"]["peek"]>): MessageFile | undefined {
  return state.kind === "ready" ? state.file : undefined;
}
