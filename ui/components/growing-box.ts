import "./growing-box.css";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A text box as high as what stands in it; the style sheet says where that ends. */
export function useGrowingBox(text: string): RefObject<HTMLTextAreaElement | null> {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => fit(box.current), [text]);
  useLayoutEffect(() => {
    let width = 0;
    const observer = new ResizeObserver(([change]) => {
      const area = change?.target as HTMLTextAreaElement;
      // In another width the lines break elsewhere.
      if (area.offsetWidth !== width) fit(area);
      width = area.offsetWidth;
    });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return box;
}

function fit(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = "auto";
  // Without a word in it it is as high as its rows: to measure it would have the whole page laid out twice.
  if (area.value === "") return;
  area.style.height = `${area.scrollHeight}px`;
}
