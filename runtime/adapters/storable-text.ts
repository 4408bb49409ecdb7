/** One of the characters that Unicode keeps for a program's own use, and that are no part of any text. */
const standIn = "\ufdd0";

/** A text as PostgreSQL can hold it, which knows no U+0000; a person may paste one. As many characters as before. */
export function storableText(text: string): string {
  return text.replaceAll("\0", standIn);
}

/** The text that {@link storableText} was given. */
export function storedText(text: string): string {
  return text.replaceAll(standIn, "\0");
}
