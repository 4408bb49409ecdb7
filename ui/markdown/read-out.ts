/** What is said in the place of what cannot be read out. */
export interface ReadOutWords {
  codeBlock: (lines: number) => string;
  tableOf: (rows: number) => string;
  formula: string;
}

export interface ReadOut {
  /** Sentences, as one would read them out. */
  said: string[];
  /** How much of the text that was, chars: where to go on. */
  next: number;
}

const fenceLine = /^ {0,3}(`{3,}|~{3,})/;
const formulaLine = /^ {0,3}(?:\$\$|\\\[)/;
const headingLine = /^ {0,3}#{1,6}\s/;
// A full stop ends a sentence before a space and no small letter; those of scripts without spaces do so at once.
const sentenceEnd =
  /[.!?…؟۔।॥]+[)\]"'”’»*_~`]*(?=\s*\n|\s+[^\s\p{Ll}])|[。！？｡]+[」』”’）)"*_~`]*|\n(?=\s*\n|\s*(?:[-*+>|#]|\d{1,9}[.)]\s|`{3}|~{3}|\$\$|\\\[))/gu;

/**
 * The sentences of a growing Markdown text that are finished, after `from`, where an earlier call has ended. Marks are
 * left out; of code, tables and formulas only what they are is said, when they are there as a whole.
 *
 * @param isDone - nothing more will come: what is left is said too
 */
export function readOut(markdown: string, from: number, isDone: boolean, words: ReadOutWords): ReadOut {
  const said: string[] = [];
  let next = from;
  for (;;) {
    const start = next + (/^\s*/.exec(markdown.slice(next))?.[0].length ?? 0);
    if (start === markdown.length) return { said, next };
    const piece = nextPiece(markdown, start, isDone, words);
    if (!piece) return { said, next };
    if (piece.said !== "") said.push(piece.said);
    next = piece.end;
  }
}

interface Piece {
  said: string;
  end: number;
}

function nextPiece(text: string, start: number, isDone: boolean, words: ReadOutWords): Piece | undefined {
  const rest = text.slice(start);
  const isLineStart = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 80), start));
  const whole = isDone ? rest.length : undefined;
  const at = (length: number | undefined, say: (source: string) => string): Piece | undefined =>
    length === undefined ? undefined : { said: say(rest.slice(0, length)), end: start + length };

  if (isLineStart && fenceLine.test(rest)) {
    return at(fenceLength(rest) ?? whole, (code) => words.codeBlock(codeLines(code)));
  }
  if (isLineStart && rest.startsWith("|")) {
    // The row of dashes is none.
    return at(tableLength(rest) ?? whole, (table) => words.tableOf(table.trim().split("\n").length - 1));
  }
  if (isLineStart && formulaLine.test(rest)) return at(formulaLength(rest) ?? whole, () => words.formula);
  if (isLineStart && headingLine.test(rest)) return at(lineLength(rest) ?? whole, withoutMarks);
  return at(sentenceLength(rest) ?? whole, withoutMarks);
}

function fenceLength(rest: string): number | undefined {
  const marker = fenceLine.exec(rest)?.[1] ?? "";
  const closing = new RegExp(`\\n\\s*${marker}[\`~]*[ \\t]*(?=\\n|$)`).exec(rest);
  return closing ? closing.index + closing[0].length : undefined;
}

function codeLines(code: string): number {
  const lines = code.trim().split("\n");
  const isClosed = lines.length > 1 && fenceLine.test(lines.at(-1)?.trim() ?? "");
  return lines.length - (isClosed ? 2 : 1);
}

function tableLength(rest: string): number | undefined {
  return /\n(?!\s*\|)(?=[^\S\n]*[^\s]|\s*\n)/.exec(rest)?.index;
}

function formulaLength(rest: string): number | undefined {
  const close = rest.trimStart().startsWith("$$") ? "$$" : "\\]";
  const end = rest.indexOf(close, rest.search(/\S/) + 2);
  return end < 0 ? undefined : end + close.length;
}

function lineLength(rest: string): number | undefined {
  const end = rest.indexOf("\n");
  return end < 0 ? undefined : end;
}

function sentenceLength(rest: string): number | undefined {
  for (const { index, 0: mark } of rest.matchAll(sentenceEnd)) {
    const length = index + mark.length;
    // After a number or a single letter the stop belongs to a list, a date, a name or an abbreviation.
    if (!/(?:^|[\s(.])(?:\d{1,9}|\p{L})\.$/u.test(rest.slice(0, length))) return length;
  }
  return undefined;
}

/** A piece of Markdown as plain words. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/^\s*(?:#{1,6}\s+|>\s?|(?:[-*+]|\d{1,9}[.)])\s+)+/gm, "")
    .replace(/^\[[ x]\]\s+/gim, "")
    .replace(/^(?:[-*_]\s*){3,}$/gm, "")
    .replace(/!?\[([^\]]{0,500})\]\([^)]{0,2000}\)/g, "$1")
    .replace(/\[\^[^\]]{1,100}\]:?/g, "")
    .replace(/<\/?[a-z][^>]{0,500}>/gi, "")
    .replace(/(?<!\\)(\*\*|__|~~|\*|`+)/g, "")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}
