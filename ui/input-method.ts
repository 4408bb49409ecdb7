/**
 * Whether a key belongs to an input method, which composes a word with it. Safari tells of the key that takes the word
 * when composing is over already: there only the code that such keys have says so.
 */
export function isForInputMethod({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return isComposing || keyCode === 229;
}
