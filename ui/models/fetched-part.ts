import { type ReadonlySignal, signal } from "@preact/signals";
import type { PagePorts } from "../ports";

/** A part of the page's code that is not there from the beginning. */
export interface FetchedPart<T> {
  /** Undefined until it has come. */
  part: ReadonlySignal<T | undefined>;
  /** Fetches it, until it has come. */
  load(): Promise<void>;
}

const pauseMs = 2_000;

/** @param fetchPart - fails when there is no connection */
export function createFetchedPart<T>(
  ports: Pick<PagePorts, "wait">,
  fetchPart: () => Promise<T>,
): FetchedPart<T> {
  const part = signal<T | undefined>(undefined);
  let coming: Promise<void> | undefined;
  async function fetchUntilThere(): Promise<void> {
    while (part.peek() === undefined) {
      try {
        part.value = await fetchPart();
      } catch {
        await ports.wait(pauseMs);
      }
    }
  }
  return { part, load: () => (coming ??= fetchUntilThere()) };
}
