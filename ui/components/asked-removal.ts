import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The way of one item of a list out of it: it asks first. */
export interface AskedRemoval {
  /** The item: its last button asks for the removal. */
  item: RefObject<HTMLLIElement | null>;
  isAsking: boolean;
  /** What went wrong, for a person. */
  problem: string | undefined;
  ask(): void;
  cancel(): void;
  confirm(): Promise<void>;
}

/** What was around an item that is gone: one of it takes the focus. */
export interface LeftBehind {
  neighbour: Element | null;
  dialog: Element | null;
}

/** @param remove - resolves with what went wrong, for a person */
export function useAskedRemoval(
  remove: () => Promise<string | undefined>,
  onRemoved: (left: LeftBehind) => void,
): AskedRemoval {
  const isAsking = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const item = useRef<HTMLLIElement>(null);
  const asking = isAsking.value;
  const wasAsking = useRef(false);
  // What was pressed is gone: the focus goes to what stands in its place.
  useLayoutEffect(() => {
    const place = asking ? ".sure button" : ":scope > button:last-of-type";
    if (asking !== wasAsking.current) item.current?.querySelector<HTMLElement>(place)?.focus();
    wasAsking.current = asking;
  }, [asking]);
  return {
    item,
    isAsking: asking,
    problem: problem.value,
    ask: () => (isAsking.value = true),
    cancel: () => (isAsking.value = false),
    confirm: async () => {
      const { nextElementSibling: next = null, previousElementSibling: before = null } = item.current ?? {};
      const dialog = item.current?.closest("dialog") ?? null;
      problem.value = await remove();
      if (problem.value === undefined) onRemoved({ neighbour: next ?? before, dialog });
      else isAsking.value = false;
    },
  };
}
