import { type Signal, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import { limits } from "../../runtime/contract/limits";
import { ApiError } from "../api/api-error";
import type { ParleyApi } from "../api/client";

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
/** Whether what says that it is of this type is shown as a picture. */
export const hasPicture = ({ type }: { type: string }) => shown.test(type);
const mediaType = /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*$/;

/** @param given - to be uploaded, or up already */
export function attachmentOf(given: File | MessageFile, key: string, isOwn: boolean): Attachment {
  const { name, size } = given;
  const [type = ""] = given.type.split(";");
  const isUpBefore = "id" in given;
  const preview = !isUpBefore && hasPicture({ type }) ? URL.createObjectURL(given) : undefined;
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

/** What is up of it; undefined before. */
export function fileOf({ state }: Attachment): MessageFile | undefined {
  const now = state.peek();
  return now.kind === "ready" ? now.file : undefined;
}

/** Asks whether a file that was up before still is, and where its picture is. */
export async function checkAttachment(
  api: Pick<ParleyApi, "getFile">,
  { key, preview }: Attachment,
  onGone: () => void,
): Promise<void> {
  const link = await api.getFile(key).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) onGone();
  });
  if (link && hasPicture(link)) preview.value = link.url;
}

/** Gives back the memory that its picture takes, and shows none. */
export function forgetPicture({ preview }: Attachment): void {
  if (preview.peek() !== undefined) URL.revokeObjectURL(preview.peek() ?? "");
  preview.value = undefined;
}
