// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { messageBoxSelector } from "./components/message-box";
import { isForInputMethod } from "./input-method";
import type { KeyPress } from "./models/key-press";
import type { FocusPlace } from "./models/shortcut-actions";

/** Tells `press` of every key on the page that nothing else has taken. */
export function listenToKeys(press: (given: KeyPress) => boolean): void {
  addEventListener("keydown", (event) => {
    if (!event.repeat && press(keyPress(event))) event.preventDefault();
  });
}

function keyPress(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = event;
  const isCovered = document.querySelector("dialog[open], :popover-open, [role=menu]") !== null;
  return {
    key,
    code,
    ctrlKey,
    metaKey,
    shiftKey,
    altKey,
    isComposing: isForInputMethod(event),
    isTaken: event.defaultPrevented || isCovered,
    target: targetOf(event.target),
  };
}

function targetOf(target: EventTarget | null): KeyPress["target"] {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.matches(messageBoxSelector)) return "box";
  const writes =
    "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])";
  return target.matches(writes) ? "field" : "page";
}

/** Puts the focus there, on a page that shows it. */
export function focusPlace(place: FocusPlace): void {
  const selector = place === "box" ? messageBoxSelector : ".search input";
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** Whether ⌘ is what Ctrl is elsewhere. */
export function isMac(): boolean {
  return /^(?:Mac|iP)/.test(navigator.platform);
}
