import type { FileLimits, FileRequest } from "../contract/file";
import { Problem } from "../contract/problem";
import { unreadKindOf } from "./unread-kinds";

/** Marks that turn the direction of text around, so that a name would read as another. */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Refuses what could not be used once it is there. What a file really is, is looked at when it is read.
 *
 * @throws Problem `too_large` or `bad_request`.
 */
export function refuseUnusable(
  { type, size }: FileRequest,
  { maxFileBytes, seesImages }: Pick<FileLimits, "maxFileBytes" | "seesImages">,
): void {
  if (size > maxFileBytes) {
    throw new Problem("too_large", `size: is ${size} bytes; at most ${maxFileBytes} are allowed.`);
  }
  const kind = unreadKindOf(type, seesImages);
  if (kind === "image") throw new Problem("bad_request", `type: is ${type}; the model does not see images.`);
  if (kind !== undefined) {
    const taken = `texts, PDF, Word, Excel and PowerPoint${seesImages ? ", and images" : ""}`;
    throw new Problem("bad_request", `type: is ${type}; what can be read are ${taken}.`);
  }
}

/** The last part of what may be a path, as one harmless line. */
export function fileNameOf(name: string): string {
  const base = name.split(/[/\\]/).findLast((part) => part.trim() !== "") ?? "";
  const plain = base
    .replace(/[\p{Cc}\u2028\u2029]/gu, "")
    .replace(directionMarks, "")
    .trim();
  return plain === "" || plain === "." || plain === ".." ? "file" : plain;
}
