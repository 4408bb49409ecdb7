import type { Upload } from "../api/upload";
import { type Attachment, fileOf } from "./attachment";
import type { ThreadPorts } from "./thread-ports";
import { uploadFailure } from "./upload-failure";
import { createWorkQueue } from "./work-queue";

/** How many files are on their way at once. */
const atOnce = 3;

export type UploadPorts = Pick<ThreadPorts, "api" | "boot" | "words" | "dialogWords">;

export interface Uploads {
  begin(item: Attachment): void;
  /** Ends the upload, and deletes what of it is at the server and belongs to no message. */
  end(item: Attachment): void;
}

/** @param onEnd - told when a file is up, or has failed */
export function createUploads(
  ports: UploadPorts,
  upload: Upload,
  onEnd: (item: Attachment) => void,
): Uploads {
  const leavings = new Map<Attachment, AbortController>();
  const queue = createWorkQueue<Attachment>(atOnce, async (item) => {
    const leaving = leavings.get(item);
    if (!leaving) return;
    await send(ports, upload, item, leaving.signal);
    if (!leaving.signal.aborted) onEnd(item);
  });

  return {
    begin: (item) => {
      leavings.set(item, new AbortController());
      item.state.value = { kind: "waiting" };
      queue.add(item);
    },
    end: (item) => {
      leavings.get(item)?.abort();
      leavings.delete(item);
      queue.drop(item);
      if (item.isOwn) forget(ports, fileOf(item)?.id);
    },
  };
}

/** Uploads one file: its state says how far that is, and how it ended, unless it was left. */
async function send(
  ports: UploadPorts,
  upload: Upload,
  { name, type, size, content, state }: Attachment,
  leaving: AbortSignal,
): Promise<void> {
  if (!content) return;
  let id: string | undefined;
  state.value = { kind: "sending", done: 0 };
  try {
    const made = await ports.api.makeFile({ name, type, size });
    ({ id } = made);
    leaving.throwIfAborted();
    const onProgress = (done: number) => (state.value = { kind: "sending", done });
    await upload(made.upload, content, { signal: leaving, onProgress });
    leaving.throwIfAborted();
    state.value = { kind: "ready", file: { id, name, type, size } };
  } catch (error) {
    forget(ports, id);
    if (!leaving.aborted) state.value = { kind: "failed", reason: uploadFailure(error, ports) };
  }
}

function forget({ api }: UploadPorts, id: string | undefined): void {
  // What cannot be deleted now is swept after a day.
  if (id !== undefined) api.deleteFile(id).catch(() => undefined);
}
