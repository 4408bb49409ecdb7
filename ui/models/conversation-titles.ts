import { signal } from "@preact/signals";
import type { ParleyApi } from "../api/client";

/** Titles of conversations that may be too old for the list. */
export interface ConversationTitles {
  /** Undefined while it is not known, or for good. */
  of(id: string): string | undefined;
  /** Asks for one that nobody knows, once. */
  learn(id: string): void;
}

/** @param known - the title as the list of conversations has it */
export function createConversationTitles(
  api: Pick<ParleyApi, "getConversation">,
  known: (id: string) => string | undefined,
): ConversationTitles {
  const titles = signal<ReadonlyMap<string, string>>(new Map());
  const asked = new Set<string>();
  async function ask(id: string): Promise<void> {
    const conversation = await api.getConversation(id).catch(() => undefined);
    if (conversation) titles.value = new Map([...titles.peek(), [id, conversation.title]]);
  }
  return {
    of: (id) => known(id) ?? titles.value.get(id),
    learn: (id) => {
      if (known(id) !== undefined || asked.has(id)) return;
      asked.add(id);
      void ask(id);
    },
  };
}
