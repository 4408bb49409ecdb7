/** Scripts that are written without spaces, or whose words carry particles: two letters at a time say what a word does. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Letters that begin a word and its inflections alike: a rule without a language. */
const stemLetters = 5;

/**
 * What a text is found by: its words without case and accents, longer ones by their beginning too, and pairs of letters where
 * there are no words.
 */
export function searchTerms(text: string): string[] {
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => {
    if (unspaced.test(word)) return pairsOf(Array.from(word));
    return hasStem(word) ? [word, `${word.slice(0, stemLetters)}*`] : [word];
  });
}

/** Whether a term stands beside the beginning of the same word. */
export function hasStem(term: string): boolean {
  return term.length >= stemLetters && !term.endsWith("*");
}

function plain(text: string): string {
  const lower = text.toLowerCase();
  // oxlint-disable-next-line no-control-regex -- all of ASCII, which is plain as it is
  if (/^[\u0000-\u007f]*$/.test(lower)) return lower;
  return lower.normalize("NFKD").replaceAll(/\p{M}/gu, "").normalize("NFKC");
}

function pairsOf(letters: readonly string[]): string[] {
  if (letters.length < 2) return [...letters];
  return letters.slice(1).map((letter, index) => letters[index]! + letter);
}
