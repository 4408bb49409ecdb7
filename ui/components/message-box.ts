/** Where the message box is found from outside of it. */
export const messageBoxSelector = ".composer textarea";

/** Puts the focus into the message box; not on a touch screen, where that brings up a keyboard over the page. */
export function focusMessageBox(): void {
  if (!matchMedia("(pointer: fine)").matches) return;
  document.querySelector<HTMLTextAreaElement>(messageBoxSelector)?.focus();
}
