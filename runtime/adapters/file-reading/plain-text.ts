import type { FilePart } from "../../reading-ports";

/** Bytes that no text has: those below the space, without tabs, ends of lines and of pages, and escape. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const noText = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

/** How much of a text in an old 8-bit encoding is plain ASCII at least. */
const leastAscii = 0.7;

/**
 * The text, if the bytes are one: UTF-8, UTF-16 with its mark or, as spreadsheets still export it, Windows-1252.
 *
 * @returns undefined when they are no text
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = utf16Of(bytes) ?? "utf-8";
  const text = decode(bytes, encoding) ?? (isMostlyAscii(bytes) ? decode(bytes, "windows-1252") : undefined);
  return text === undefined || noText.test(text) ? undefined : text;
}

/** Lines as one part; of a table, where commas or tabs part its columns, rows with the first as its head. */
export function textParts(text: string, name: string): FilePart[] {
  const lined = text.replaceAll(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (lined.trim() === "") return [];
  const to = countLines(lined);
  if (!/\.(csv|tsv)$/i.test(name)) return [{ unit: "line", from: 1, to, text: lined }];
  const head = lined.slice(0, lined.indexOf("\n") + 1 || undefined).trimEnd();
  return [{ unit: "row", from: 1, to, text: lined, ...(head.length <= longestHead && { head }) }];
}

/** Characters of a head that goes with each passage; a longer one would leave no room for what it stands above. */
export const longestHead = 300;

function utf16Of([first, second]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isMostlyAscii(bytes: Uint8Array): boolean {
  let ascii = 0;
  for (const byte of bytes) if (byte < 0x80) ascii += 1;
  return ascii >= bytes.length * leastAscii;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
