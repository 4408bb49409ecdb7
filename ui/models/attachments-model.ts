import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import { type Upload, postForm } from "../api/upload";
import { fileSize } from "../messages/file-size";
import { type Attachment, attachmentOf, fileOf } from "./attachment";
import {
  type AttachmentsSurroundings,
  type TakenFiles,
  createAttachedFiles,
  takeAttached,
} from "./attached-files";
import { withinLimits } from "./attachment-limits";
import { createUploads } from "./attachment-uploads";
import { createRefusals } from "./attachment-refusals";
import type { SentPictures } from "./sent-pictures";
import type { ThreadPorts } from "./thread-ports";
import { createUploadsAwaited } from "./uploads-awaited";

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
  /** Takes all of them, for a message on its way. */
  take(): TakenFiles;
}

export function createAttachments(
  ports: ThreadPorts,
  around: AttachmentsSurroundings,
  pictures: SentPictures,
  upload: Upload = postForm,
): Attachments {
  const { attached, uploads, awaited, words, forSent, refusals } = createAttachmentParts(
    ports,
    around,
    upload,
  );
  const { items, said } = attached;
  return {
    items,
    said,
    hint: () => words().hint(ports.boot.files.maxPerTurn, fileSize(ports.boot.files.maxFileBytes)),
    isOver: signal(false),
    isAwaited: awaited.isAwaited,
    add: (files) => {
      const fits = withinLimits({ ...ports, notify: refusals.tell }, files, items.peek().length);
      const added = fits.map((file) => attachmentOf(file, ports.newId(), true));
      if (added.length === 0) return added;
      said.value = words().uploading(added.length);
      attached.set([...items.peek(), ...added]);
      added.forEach(uploads.begin);
      return added;
    },
    giveBack: (files) => attached.putBack(files.map((file) => attachmentOf(file, file.id, false))),
    retry: uploads.begin,
    remove: (item) => {
      uploads.end(item);
      refusals.end();
      said.value = words().removed(item.name);
      attached.takeOff([item]);
    },
    withdraw: (files) => {
      const ids = new Set(files.map(({ id }) => id));
      attached.takeOff(items.peek().filter((item) => ids.has(fileOf(item)?.id ?? "")));
    },
    settled: awaited.settled,
    stopWaiting: awaited.giveUp,
    take: () => {
      refusals.end();
      items.peek().forEach(pictures.keep);
      return takeAttached(attached, around, forSent);
    },
  };
}

/** What is attached, how it goes up, and the message that waits for that. */
function createAttachmentParts(ports: ThreadPorts, around: AttachmentsSurroundings, upload: Upload) {
  const words = () => ports.dialogWords().attaching;
  const attached = createAttachedFiles(ports.api, around, () => awaited.look());
  const { items, said } = attached;
  const refusals = createRefusals(ports);
  const uploads = createUploads(ports, upload, (item) => {
    const isDone = items.peek().every(fileOf);
    if (!fileOf(item)) said.value = words().failed(item.name);
    else if (isDone) said.value = words().uploaded(items.peek().length);
    attached.changed();
  });
  const awaited = createUploadsAwaited(items, () =>
    refusals.tell({ text: words().someFailed, tone: "problem" }),
  );
  const sentOnce: Attachment[] = [];
  around.closing?.addEventListener("abort", () => [...sentOnce, ...items.peek()].forEach(uploads.end));
  // What a chat that is not stored has sent is of no conversation: when it ends, so do they.
  const forSent = (sent: readonly Attachment[]) => void (around.closing && sentOnce.push(...sent));
  return { attached, uploads, awaited, words, forSent, refusals };
}
