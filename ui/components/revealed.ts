import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** How long a message that was looked for stands out; the animation in `ChatLog.css` takes as long. */
const markedMs = 2_400;

/** Goes to a message when it is to be brought into sight; answers its key as long as it stands out. */
export function useRevealed(
  revealed: { key: string } | undefined,
  toRow: (key: string) => void,
): string | undefined {
  const marked = useSignal<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (!revealed) return undefined;
    toRow(revealed.key);
    marked.value = revealed.key;
    const timer = setTimeout(() => (marked.value = undefined), markedMs);
    return () => clearTimeout(timer);
  }, [revealed]);
  return marked.value;
}
