import { useLayoutEffect } from "preact/hooks";
import { isForInputMethod } from "../input-method";

/** Calls `close` at Escape, wherever the focus is, while `isOpen`; not when something above has used the key. */
export function useEscape(isOpen: boolean, close: () => void): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isForInputMethod(event)) return;
      // It would stop a running reply as well.
      event.preventDefault();
      close();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOpen, close]);
}
