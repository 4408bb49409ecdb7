import type { FileContent } from "../reading-ports";

/** What was read of a file, as it lies beside it: a line that says how much it is, then all of it. */
interface KeptHead {
  version: number;
  /** Characters of its text. */
  chars: number;
}

/** Another one is read anew. */
const version = 2;

const lineEnd = 0x0a;

export function charsOf(content: FileContent): number {
  return content.kind === "text" ? content.parts.reduce((sum, { text }) => sum + text.length, 0) : 0;
}

export function toKeptText(content: FileContent): Uint8Array {
  const head: KeptHead = { version, chars: charsOf(content) };
  return new TextEncoder().encode(`${JSON.stringify(head)}\n${JSON.stringify(content)}`);
}

/**
 * @param allow - is told how many characters of text there are, before they are looked at; what it throws is thrown
 * @returns undefined for what another version of this program kept
 */
export function fromKeptText(kept: Uint8Array, allow: (chars: number) => void): FileContent | undefined {
  const end = kept.indexOf(lineEnd);
  const head = end < 0 ? undefined : (parsed(kept.subarray(0, end)) as KeptHead);
  if (head?.version !== version) return undefined;
  allow(head.chars);
  return parsed(kept.subarray(end + 1)) as FileContent;
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
