/** How much of a text is shown before and after what was found: about 120 characters, cut at words. */
const charsBefore = 50;
const charsAfter = 70;

/** Enough text on either side, however much white space is in it. */
const sliceChars = 400;

/** Finds what was searched for, whatever its case, also where a line breaks in it. Undefined when nothing was. */
export function searchPattern(search = ""): RegExp | undefined {
  const words = search.trim();
  if (words === "") return undefined;
  return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+"), "iu");
}

/** The words around the first match, on one line; undefined when there is none. */
export function excerptOf(text: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const start = match.index;
  const end = start + match[0].length;
  const head = oneLine(text.slice(Math.max(0, start - sliceChars), start));
  const tail = oneLine(text.slice(end, end + sliceChars));
  const before = start <= sliceChars && head.length <= charsBefore ? head : cutHead(head);
  const after = end + sliceChars >= text.length && tail.length <= charsAfter ? tail : cutTail(tail);
  return `${before}${oneLine(match[0])}${after}`.trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** The end of it, from a word on; scripts without spaces are cut anywhere, but not within a character. */
function cutHead(text: string): string {
  const kept = text.slice(-charsBefore).replace(/^[\uDC00-\uDFFF]/, "");
  return `…${kept.slice(kept.indexOf(" ") + 1)}`;
}

/** The beginning of it, up to a word. */
function cutTail(text: string): string {
  const kept = text.slice(0, charsAfter).replace(/[\uD800-\uDBFF]$/, "");
  const space = kept.lastIndexOf(" ");
  return `${space > 0 ? kept.slice(0, space) : kept}…`;
}
