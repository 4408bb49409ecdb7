import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** How near the end counts as being there, px. */
const nearPx = 40;

export interface FollowEnd {
  view: RefObject<HTMLElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: ReadonlySignal<boolean>;
  onScroll(): void;
  toEnd(): void;
}

/**
 * Keeps a scrolling view at its end while its reader is there, and where it is when something grows above.
 *
 * @param firstKey - names what stands first, so that what is put before it can be told from what comes after
 * @param turns - goes to the end whenever this changes
 */
export function useFollowEnd(firstKey: string | undefined, turns: number): FollowEnd {
  const view = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const last = useRef({ top: 0, height: 0 });

  const toEnd = () => {
    const box = view.current;
    atEnd.value = true;
    if (box) box.scrollTop = box.scrollHeight;
  };
  const onScroll = () => {
    const box = view.current;
    if (!box) return;
    const left = box.scrollHeight - box.clientHeight - box.scrollTop;
    if (left <= nearPx) atEnd.value = true;
    // Only a reader moves the view up; content that grows faster than it is followed does not.
    else if (box.scrollTop < last.current.top) atEnd.value = false;
    last.current.top = box.scrollTop;
  };

  useLayoutEffect(() => {
    const box = view.current;
    if (box && !atEnd.peek()) box.scrollTop += box.scrollHeight - last.current.height;
  }, [firstKey, atEnd]);
  useLayoutEffect(toEnd, [turns]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.peek()) toEnd();
      last.current.height = view.current?.scrollHeight ?? 0;
    });
    if (view.current) observer.observe(view.current);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  return { view, content, atEnd, onScroll, toEnd };
}
