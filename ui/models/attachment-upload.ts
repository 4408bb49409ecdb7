import { type Signal, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import { limits } from "../../runtime/contract/limits";
import { ApiError } from "../api/api-error";
import { type Upload, uploadRefused } from "../api/upload";
import { fileSize } from "../messages/file-size";
import { failureText } from "./failure-text";
import type { ThreadPorts } from "./thread-ports";

export type AttachmentState =
  /** For others to be up. */
  | { kind: "waiting" }
  /** `done` is from 0 to 1. */
  | { kind: "sending"; done: number }
  | { kind: "ready"; file: MessageFile }
  | { kind: "failed"; reason: string };

/** A file that goes with the next message. */
export interface Attachment {
  /** Not for people. */
  key: string;
  name: string;
  type: string;
  size: number;
  state: Signal<AttachmentState>;
  /** Address of its picture, when it is an image. */
  preview: Signal<string | undefined>;
  /** It belongs to no message yet: taken off, it is deleted. */
  isOwn: boolean;
  /** What is uploaded; undefined for what was up before. */
  content?: File;
}

/** Images that every browser shows, and that are nothing else besides: SVG may hold a script. */
const shown = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;
const mediaType = /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*$/;

/** @param given - to be uploaded, or up already */
export function attachmentOf(given: File | MessageFile, key: string, isOwn: boolean): Attachment {
  const { name, size } = given;
  const [type = ""] = given.type.split(";");
  const isUpBefore = "id" in given;
  const preview = !isUpBefore && shown.test(type) ? URL.createObjectURL(given) : undefined;
  return {
    key,
    // Of a name that is too long its ending says more than its beginning.
    name: name.slice(-limits.fileNameChars),
    type: mediaType.test(type) ? type : "application/octet-stream",
    size,
    state: signal<AttachmentState>(isUpBefore ? { kind: "ready", file: given } : { kind: "waiting" }),
    preview: signal(preview),
    isOwn,
    ...(!isUpBefore && { content: given }),
  };
}

export function isUp({ state }: Attachment): boolean {
  return state.peek().kind === "ready";
}

/** How many files are on their way at once. */
const atOnce = 3;

export interface Uploads {
  begin(item: Attachment): void;
  /** Ends the upload, and deletes what of it is at the server and belongs to no message. */
  end(item: Attachment): void;
  /** Asks whether a file that was up before still is, and where its picture is. */
  check(item: Attachment, onGone: () => void): Promise<void>;
}

/** @param onEnd - told when a file is up, or has failed */
export function createUploads(
  ports: Pick<ThreadPorts, "api" | "boot" | "words" | "dialogWords">,
  upload: Upload,
  onEnd: (item: Attachment) => void,
): Uploads {
  const leavings = new Map<Attachment, AbortController>();
  const queue: Attachment[] = [];
  let running = 0;

  function forget(id: string | undefined): void {
    // What cannot be deleted now is swept after a day.
    if (id !== undefined) ports.api.deleteFile(id).catch(() => undefined);
  }

  async function run(item: Attachment, content: File, leaving: AbortSignal): Promise<void> {
    const { name, type, size } = item;
    let id: string | undefined;
    item.state.value = { kind: "sending", done: 0 };
    try {
      const made = await ports.api.makeFile({ name, type, size });
      ({ id } = made);
      leaving.throwIfAborted();
      const onProgress = (done: number) => (item.state.value = { kind: "sending", done });
      await upload(made.upload, content, { signal: leaving, onProgress });
      leaving.throwIfAborted();
      item.state.value = { kind: "ready", file: { id, name, type, size } };
    } catch (error) {
      forget(id);
      if (leaving.aborted) return;
      item.state.value = { kind: "failed", reason: reasonOf(error) };
    }
    onEnd(item);
  }

  function reasonOf(error: unknown): string {
    const words = ports.words();
    const says = ports.dialogWords().attaching;
    if (!(error instanceof ApiError)) return failureText(error, words);
    if (error.code === "conflict") return says.full(fileSize(ports.boot.files.maxPersonBytes));
    return error.code === uploadRefused ? says.refused : failureText(error, words);
  }

  async function runNext(): Promise<void> {
    const item = queue.shift();
    const leaving = item && leavings.get(item);
    if (!item?.content || !leaving) return;
    running += 1;
    await run(item, item.content, leaving.signal);
    running -= 1;
    void runNext();
  }

  return {
    begin: (item) => {
      leavings.set(item, new AbortController());
      item.state.value = { kind: "waiting" };
      queue.push(item);
      if (running < atOnce) void runNext();
    },
    end: (item) => {
      leavings.get(item)?.abort();
      leavings.delete(item);
      const place = queue.indexOf(item);
      if (place >= 0) queue.splice(place, 1);
      const state = item.state.peek();
      if (state.kind === "ready" && item.isOwn) forget(state.file.id);
    },
    check: async (item, onGone) => {
      const link = await ports.api.getFile(item.key).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) onGone();
      });
      if (link && shown.test(link.type)) item.preview.value = link.url;
    },
  };
}
