import type { ComponentType } from "preact";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { MessageFile, MessageSource } from "../../runtime/contract/file";
import type { KeyValueStorage } from "../ports";
import type { AttachmentsSurroundings } from "./attached-files";
import type { Attachments } from "./attachments-model";
import type { SentPictures } from "./sent-pictures";
import type { ThreadPorts } from "./thread-ports";

/** What attaches files and shows attached ones: nothing of it is needed before the first of them. */
export interface AttachmentsPart {
  createAttachments(ports: ThreadPorts, around: AttachmentsSurroundings): Attachments;
  View: ComponentType<{ files: Attachments }>;
  /** What a message was sent with. */
  MessageFiles: ComponentType<{ files: readonly MessageFile[]; pictures: SentPictures }>;
  pictures: SentPictures;
  /** What a reply was made from. */
  ReplySources: ComponentType<{ sources: readonly MessageSource[] }>;
}

/** The files of the next message, and what shows them. */
export interface AttachmentBox {
  files: Attachments;
  View: AttachmentsPart["View"];
}

/** The way to the files of the next message: nothing of them is fetched before the first. */
export interface Attaching {
  /** Undefined until there was a file. */
  box: ReadonlySignal<AttachmentBox | undefined>;
  /** Fetches it, once. Undefined, and a notice, when it does not come. */
  open(): Promise<AttachmentBox | undefined>;
  add(files: readonly File[]): Promise<void>;
  /** Puts files that were uploaded before into the box. */
  giveBack(files: readonly MessageFile[] | undefined): void;
}

/** Where the uploaded files of a draft lie. */
export function fileDraftKey(owner: string): string {
  return `parley:draft-files:${owner}`;
}

/** @param owner - names what the draft belongs to, as of its text */
export function createAttaching(
  ports: ThreadPorts,
  storage: KeyValueStorage,
  owner: () => string,
  closing?: AbortSignal,
): Attaching {
  const box = signal<AttachmentBox | undefined>(undefined);
  let coming: Promise<AttachmentBox | undefined> | undefined;
  async function fetchOnce(): Promise<AttachmentBox | undefined> {
    try {
      const { View, createAttachments } = await ports.fetchAttachments();
      const files = createAttachments(ports, { storage, key: () => fileDraftKey(owner()), closing });
      return (box.value = { files, View });
    } catch {
      coming = undefined;
      ports.notify({ text: ports.words().partFailed, tone: "problem" });
      return undefined;
    }
  }
  const open = () => (coming ??= fetchOnce());
  if (storage.get(fileDraftKey(owner())) !== undefined) void open();
  return {
    box,
    open,
    add: async (files) => {
      (await open())?.files.add(files);
    },
    giveBack: (files) => {
      if (files?.length) void open().then((opened) => opened?.files.giveBack(files));
    },
  };
}
