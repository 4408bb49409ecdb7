/**
 * A text as it is searched, whatever the case: characters that `searchPattern` takes for the same are the same here,
 * and all white space is plain spaces. As many characters as before, so that a place in it is a place in the text.
 */
export function searchedText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\0-\x7f]/gu, folded)
    .replace(/\s/g, " ")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Unicode's simple case folding, as regular expressions with the flags `iu` use it. */
function folded(character: string): string {
  // The dotless i has a capital that is another letter's.
  if (character === "ı") return character;
  const upper = character.toUpperCase();
  const lower = (isSingle(upper) ? upper : character).toLowerCase();
  return isSingle(lower) ? lower : character;
}

function isSingle(character: string): boolean {
  return /^.$/su.test(character);
}

/**
 * What finds, in a {@link searchedText}, what `searchPattern` finds in the text: a regular expression of PostgreSQL.
 * Undefined when nothing is searched for.
 */
export function searchedExpression(search = ""): string | undefined {
  const words = searchedText(search).trim();
  if (words === "") return undefined;
  return words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/ +/g, "[[:space:]]+");
}
