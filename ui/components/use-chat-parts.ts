import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useApp } from "../context";
import { fetchDialogStyles } from "../dialog-styles";
import type * as ChatParts from "./ChatMenu";

/** The menu of a chat and the box to rename it, once they have been fetched. */
export function useChatParts(): {
  parts: ReadonlySignal<typeof ChatParts | undefined>;
  /** Says so when they cannot be fetched. */
  fetch(): Promise<void>;
} {
  const { notices, words } = useApp();
  const parts = useSignal<typeof ChatParts | undefined>(undefined);
  const fetch = async () => {
    try {
      const [fetched] = await Promise.all([import("./ChatMenu"), fetchDialogStyles()]);
      parts.value = fetched;
    } catch {
      notices.show({ text: words.partFailed, tone: "problem" });
    }
  };
  return { parts, fetch };
}
