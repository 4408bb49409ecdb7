import type { FilePart } from "../reading-ports";
import { isLined, type PartPlace } from "./part-labels";

/** A stretch of a part's text. */
export interface Stretch {
  /** Which part of the file, from 0. */
  part: number;
  start: number;
  end: number;
}

/** UTF-8 bytes of a passage, some 300 tokens, and of what it repeats of the one before. */
const passageBytes = 900;
const overlapChars = 120;

/** Cuts a file's text into passages that overlap a little, at ends of lines, sentences or words where there are any. */
export function passagesOf(parts: readonly FilePart[]): Stretch[] {
  return parts.flatMap(({ unit, text }, part) => {
    const passages: Stretch[] = [];
    let start = 0;
    for (;;) {
      const end = cutAfter(text, start, isLined(unit));
      passages.push({ part, start, end });
      if (end === text.length) return passages;
      start = overlapBefore(text, start, end, isLined(unit));
    }
  });
}

/** Those that touch or overlap as one, in the order of the file. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  const inOrder = stretches.toSorted((one, other) => one.part - other.part || one.start - other.start);
  for (const stretch of inOrder) {
    const last = joined.at(-1);
    if (last?.part === stretch.part && stretch.start <= last.end) last.end = Math.max(last.end, stretch.end);
    else joined.push({ ...stretch });
  }
  return joined;
}

/** Where a stretch stands, counted in lines where the part has lines. */
export function placeOf({ unit, from, to, of, text }: FilePart, { start, end }: Stretch): PartPlace {
  if (!isLined(unit) || (start === 0 && end === text.length)) return { unit, from, to, of };
  const first = from + countNewlines(text, 0, start);
  // The newline that a stretch ends with is the end of its last line.
  return { unit, from: first, to: first + countNewlines(text, start, end - 1), of };
}

function countNewlines(text: string, start: number, end: number): number {
  const stretch = text.slice(start, end);
  let count = 0;
  for (let at = stretch.indexOf("\n"); at >= 0; at = stretch.indexOf("\n", at + 1)) count += 1;
  return count;
}

function cutAfter(text: string, start: number, isOfLines: boolean): number {
  let bytes = 0;
  let end = start;
  while (end < text.length && bytes < passageBytes) {
    const code = text.charCodeAt(end);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    end += 1;
  }
  if (end === text.length) return end;
  const half = start + Math.floor((end - start) / 2);
  // Of its second half alone: what is not there must not be looked for in all of the text.
  const second = text.slice(half, end);
  const newline = second.lastIndexOf("\n") + 1;
  if (newline > 0) return half + newline;
  const sentence = isOfLines ? 0 : lastSentence(second);
  if (sentence > 0) return half + sentence;
  const space = second.lastIndexOf(" ") + 1;
  return space > 0 ? half + space : wholeCharacter(text, end);
}

/** Where the last one ends; 0 without any. */
function lastSentence(text: string): number {
  let last = 0;
  for (const match of text.matchAll(/[.!?]\s|[。！？؟।]/gu)) last = match.index + match[0].length;
  return last;
}

/** Whole lines where they are short, else whole words; none where there are neither. */
function overlapBefore(text: string, start: number, end: number, isOfLines: boolean): number {
  const from = Math.max(start + 1, end - overlapChars);
  const overlap = text.slice(from, end - 1);
  const newline = overlap.indexOf("\n") + 1;
  if (newline > 0) return from + newline;
  const space = isOfLines ? 0 : overlap.indexOf(" ") + 1;
  return space > 0 ? from + space : end;
}

/** Not between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
