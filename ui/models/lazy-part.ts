import { signal } from "@preact/signals";

/**
 * Something heavy that is fetched when it is first asked for. Undefined until it has come; who asked in an effect
 * is told then.
 */
export type LazyPart<T> = () => T | undefined;

/** @param fetchPart - may fail: whoever asks next tries again */
export function createLazyPart<T extends object>(fetchPart: () => Promise<T>): LazyPart<T> {
  const part = signal<T | undefined>(undefined);
  let isComing = false;
  async function fetchOnce(): Promise<void> {
    isComing = true;
    try {
      part.value = await fetchPart();
    } catch {
      isComing = false;
    }
  }
  return () => {
    if (!isComing) void fetchOnce();
    return part.value;
  };
}
