import { type ReadonlySignal, computed } from "@preact/signals";
import type { NextMessage } from "./asking";
import type { ThreadCore } from "./thread-core";

/** Takes the last turn back into the box. It is only not shown any more: nothing is deleted. */
export interface TakingBack {
  /** The branch goes on after what is shown. */
  isTakenBack: ReadonlySignal<boolean>;
  takeBack(): void;
  /** Shows again what was taken back. */
  putBack(): void;
}

/** @param onMove - called when another part of the conversation is shown */
export function createTakingBack(
  { entries, run }: ThreadCore,
  { draft, attaching }: NextMessage,
  onMove: () => void,
): TakingBack {
  return {
    isTakenBack: computed(() => entries.next.value !== undefined),
    takeBack: () => {
      const last = entries.path.peek().findLast(({ message }) => message.peek().role === "user");
      if (!last || run.running.peek() !== undefined) return;
      const { text, files, parentId } = last.message.peek();
      const since = draft.text.peek();
      draft.write(since === "" ? text : `${text}\n\n${since}`);
      attaching.giveBack(files);
      entries.show(parentId);
      onMove();
    },
    putBack: () => {
      const next = entries.next.peek()?.message.peek();
      if (!next) return;
      if (draft.text.peek().trim() === next.text.trim()) draft.write("");
      attaching.box.peek()?.files.withdraw(next.files ?? []);
      entries.showNewestUnder(next.id);
      onMove();
    },
  };
}
