import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useApp } from "../context";
import { fetchStyles } from "../fetch-styles";
import { importPart } from "../import-part";
import type * as ChatParts from "./ChatMenu";

/** The menu of a chat and the box to rename it. */
export interface LateParts {
  /** Undefined until they have been fetched. */
  parts: ReadonlySignal<typeof ChatParts | undefined>;
  /** Does this with them: at once when they are there, so that what is typed next finds its place. */
  use(task: () => void): Promise<void>;
}

export function useChatParts(): LateParts {
  const { notices, words } = useApp();
  const parts = useSignal<typeof ChatParts | undefined>(undefined);
  const fetch = async () => {
    const [fetched] = await Promise.all([importPart(() => import("./ChatMenu")), fetchStyles("dialogs")]);
    parts.value = fetched;
  };
  const use = async (task: () => void) => {
    try {
      if (!parts.peek()) await fetch();
      task();
    } catch {
      notices.show({ text: words.partFailed, tone: "problem" });
    }
  };
  return { parts, use };
}
