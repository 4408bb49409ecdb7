import { unreadKindOf } from "../../runtime/core/unread-kinds";
import { byteCount, fileSize } from "../messages/file-size";
import type { ThreadPorts } from "./thread-ports";

type LimitPorts = Pick<ThreadPorts, "boot" | "dialogWords" | "notify">;

/** Those of `files` that may be attached beside `attached` others; notices say what of the others is too much. */
export function withinLimits(ports: LimitPorts, files: readonly File[], attached: number): readonly File[] {
  const { maxPerTurn } = ports.boot.files;
  const tell = (text: string) => ports.notify({ text, tone: "problem" });
  const fits = files.filter((file) => {
    const text = refusalOf(ports, file);
    if (text !== undefined) tell(text);
    return text === undefined;
  });
  const room = Math.max(0, maxPerTurn - attached);
  if (fits.length > room) tell(ports.dialogWords().attaching.tooMany(maxPerTurn));
  return fits.slice(0, room);
}

/** Why a file cannot be attached at all, before anything of it is sent. */
function refusalOf({ boot, dialogWords }: LimitPorts, { name, type, size }: File): string | undefined {
  const { maxFileBytes, seesImages } = boot.files;
  const says = dialogWords().attaching;
  if (size > maxFileBytes) {
    const isClose = fileSize(size) === fileSize(maxFileBytes);
    const written = isClose ? byteCount : fileSize;
    return says.tooLarge(name, written(size), written(maxFileBytes));
  }
  const kind = unreadKindOf(type, seesImages);
  if (kind === undefined) return undefined;
  return kind === "image" ? says.noImages(name) : says.notRead(name);
}
