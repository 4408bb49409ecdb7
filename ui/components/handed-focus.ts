import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Gives the focus to what comes in the place of something that had it, when `isThere` becomes true. */
export function useHandedFocus(isThere: boolean): RefObject<HTMLButtonElement | null> {
  const place = useRef<HTMLButtonElement>(null);
  const wasThere = useRef(isThere);
  useEffect(() => {
    const hasCome = isThere && !wasThere.current;
    wasThere.current = isThere;
    // With nothing focused the page itself has the focus.
    if (hasCome && document.activeElement === document.body) place.current?.focus();
  }, [isThere]);
  return place;
}
