import type { Conversation } from "../../runtime/contract/conversation";
import type { Message } from "../../runtime/contract/message";
import type { ThreadCore } from "./thread-core";
import { isLocal } from "./turn";

/** A temporary chat as it would be if it were stored: all that there is of it is on this page. */
export interface UnstoredChat {
  conversation: Conversation;
  /** All branches, oldest first. */
  messages: readonly Message[];
}

/** @param key - stands for the id that it does not have; undefined while nothing is in it */
export function unstoredChat(
  { entries, title, isTemporary }: ThreadCore,
  key: string,
): UnstoredChat | undefined {
  const messages = entries
    .all()
    .map(({ message }) => message.peek())
    .filter(({ id }) => !isLocal(id))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const [first, last = first] = [messages[0], messages.at(-1)];
  if (!isTemporary || !first || !last) return undefined;
  const { createdAt } = first;
  const { updatedAt } = last;
  return { conversation: { id: key, title: title.peek(), createdAt, updatedAt, pinned: false }, messages };
}
