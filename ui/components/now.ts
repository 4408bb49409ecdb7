import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** The time, ms since the epoch: renders once a second while `isTicking`. */
export function useNow(isTicking: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!isTicking) return undefined;
    now.value = Date.now();
    const timer = setInterval(() => (now.value = Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isTicking, now]);
  return now.value;
}
