import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Gives the focus to what comes in the place of something that had it, when `isThere` becomes true. */
export function useHandedFocus(isThere: boolean): RefObject<HTMLButtonElement | null> {
  const place = useRef<HTMLButtonElement>(null);
  const wasThere = useRef(isThere);
  useEffect(() => {
    const hasCome = isThere && !wasThere.current;
    wasThere.current = isThere;
    const focused = document.activeElement;
    // What is hidden keeps the focus until the browser paints; then the page itself has it.
    if (hasCome && (focused === document.body || !focused?.checkVisibility())) place.current?.focus();
  }, [isThere]);
  return place;
}
