import type { Message } from "../contract/message";

/**
 * The messages from the root of the tree to `leafId`, root first. Begins later when an ancestor is not among
 * `messages`; empty when the leaf itself is not.
 */
export function pathTo(messages: Iterable<Message>, leafId: string): Message[] {
  const byId = new Map([...messages].map((message) => [message.id, message]));
  const path: Message[] = [];
  let next = byId.get(leafId);
  while (next) {
    path.push(next);
    // Taken out, so that damaged data with a circle in it still ends.
    byId.delete(next.id);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return path.toReversed();
}

/** The newest message that nothing answers: where a conversation goes on when nobody says otherwise. */
export function newestLeaf(messages: readonly Message[]): Message | undefined {
  const answered = new Set(messages.map((message) => message.parentId));
  return messages
    .filter((message) => !answered.has(message.id))
    .reduce<Message | undefined>(
      (newest, message) => (newest && newest.id > message.id ? newest : message),
      undefined,
    );
}
