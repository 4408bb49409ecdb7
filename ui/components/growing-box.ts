import "./growing-box.css";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A text box as high as what stands in it; the style sheet says where that ends. */
export function useGrowingBox(text: string): RefObject<HTMLTextAreaElement | null> {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  return box;
}

/** Puts the focus into the message box; not on a touch screen, where that brings up a keyboard over the page. */
export function focusMessageBox(): void {
  if (!matchMedia("(pointer: fine)").matches) return;
  document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus();
}
