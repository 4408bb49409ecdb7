/** A key with what is held down beside it. `mod` is ⌘ on a Mac, Ctrl elsewhere. */
export interface Keys {
  key: string;
  mod?: true;
  shift?: true;
  alt?: true;
}

/** What a shortcut needs to know of a `KeyboardEvent`. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** Something else has done what the key stands for, or a window lies over the page. */
  isTaken: boolean;
  /** Where it was pressed: in the message box, in another field, or elsewhere. */
  target: "box" | "field" | "page";
}

export function isPressed(keys: Keys, press: KeyPress, isMac: boolean): boolean {
  const [mod, other] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (mod !== (keys.mod === true) || other || press.altKey !== (keys.alt === true)) return false;
  // Where "/" and "?" lie differs: some keyboards need Shift for them.
  const isSign = keys.key.length === 1 && !isLatinLetter(keys.key);
  return (isSign || press.shiftKey === (keys.shift === true)) && isKey(keys.key, press);
}

/** Whether it is one key with nothing held down, which writes something in a field. */
export function isSingle({ mod, alt, key }: Keys): boolean {
  return !mod && !alt && key.length === 1;
}

/** A letter by what it writes; by its place where another script, or Alt, writes something else there. */
function isKey(key: string, press: KeyPress): boolean {
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (!isLatinLetter(key)) return false;
  return !isLatinLetter(press.key) && press.code === `Key${key.toUpperCase()}`;
}

function isLatinLetter(key: string): boolean {
  return /^[a-z]$/i.test(key);
}

/** How the keys are written, one part after the other. */
export function keyNames({ key, mod, shift, alt }: Keys, isMac: boolean): string[] {
  const names: Record<string, string> = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
  return [
    ...(mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(shift ? [isMac ? "⇧" : "Shift"] : []),
    names[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ];
}
