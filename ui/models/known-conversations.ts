import { signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";

/** Every conversation the page has heard of, in one place: a new title shows wherever the old one stood. */
export interface KnownConversations {
  /** Rendered again when it changes. */
  get(id: string): Conversation | undefined;
  /** Takes what has just changed. */
  set(conversation: Conversation): void;
  /** A moment, for {@link learn}. */
  moment(): number;
  /** Takes what the server answered to a question asked at `moment`; what has changed here since is more recent. */
  learn(conversations: readonly Conversation[], moment: number): void;
}

export function createKnownConversations(): KnownConversations {
  const all = signal<ReadonlyMap<string, Conversation>>(new Map());
  const changedAt = new Map<string, number>();
  let changes = 0;

  function put(conversations: readonly Conversation[]): void {
    if (conversations.length === 0) return;
    all.value = new Map([...all.peek(), ...conversations.map((one) => [one.id, one] as const)]);
  }
  return {
    get: (id) => all.value.get(id),
    set: (conversation) => {
      changes += 1;
      changedAt.set(conversation.id, changes);
      put([conversation]);
    },
    moment: () => changes,
    learn: (conversations, moment) =>
      put(conversations.filter(({ id }) => (changedAt.get(id) ?? 0) <= moment)),
  };
}
