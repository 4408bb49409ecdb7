/** A word with the space after it, or eight characters of a longer one: enough to be seen streaming. */
const token = /\S{1,8}\s*|\s+/gu;

/** Cuts a text as a tokenizer would, roughly. Joined again, the tokens are the text. */
export function tokenize(text: string): string[] {
  return text.match(token) ?? [];
}
