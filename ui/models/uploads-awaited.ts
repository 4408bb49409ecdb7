import { type ReadonlySignal, computed, signal } from "@preact/signals";
import { type Attachment, fileOf } from "./attachment";

/** A message that waits for its uploads. */
export interface UploadsAwaited {
  isAwaited: ReadonlySignal<boolean>;
  /** Resolves when nothing is on its way any more: false when something failed, or it was given up. */
  settled(): Promise<boolean>;
  giveUp(): void;
  /** To be called when the attachments, or how they go, have changed. */
  look(): void;
}

/** @param onFailed - told when what was waited for has failed */
export function createUploadsAwaited(
  items: ReadonlySignal<readonly Attachment[]>,
  onFailed: () => void,
): UploadsAwaited {
  const waiter = signal<((isReady: boolean) => void) | undefined>(undefined);
  function end(isReady: boolean): void {
    const resolve = waiter.peek();
    waiter.value = undefined;
    resolve?.(isReady);
  }
  function look(): void {
    const kinds = items.peek().map(({ state }) => state.peek().kind);
    if (!waiter.peek() || kinds.includes("waiting") || kinds.includes("sending")) return;
    const hasFailed = kinds.includes("failed");
    if (hasFailed) onFailed();
    end(!hasFailed);
  }
  return {
    isAwaited: computed(() => waiter.value !== undefined),
    settled: () => {
      if (items.peek().every(fileOf)) return Promise.resolve(true);
      end(false);
      return new Promise((resolve) => {
        waiter.value = resolve;
        look();
      });
    },
    giveUp: () => end(false),
    look,
  };
}
