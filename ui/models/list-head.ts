import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";

/** How many there are behind the pins at least: what is new comes there. */
const besidesPins = 10;

/** How much of the list has to be read to see what is new in it: pins come first. */
export function headLength(shown: readonly Conversation[]): number {
  const pins = shown.filter(({ pinned }) => pinned).length;
  return Math.min(limits.pageSize, Math.max(limits.pageSizeDefault, pins + besidesPins));
}

/**
 * Whether the list begins as the server tells it.
 *
 * @param shown - newest first, pinned or not
 * @param isAll - the server told all there is
 */
export function isHead(
  told: readonly Conversation[],
  shown: readonly Conversation[],
  isAll: boolean,
): boolean {
  const pinned = shown.filter((one) => one.pinned);
  const inOrder = [...pinned, ...shown.filter((one) => !one.pinned)];
  const head = isAll ? inOrder : inOrder.slice(0, told.length);
  return textOf(head) === textOf(told);
}

function textOf(conversations: readonly Conversation[]): string {
  return JSON.stringify(
    conversations.map(({ id, title, updatedAt, pinned }) => [id, title, updatedAt, pinned]),
  );
}
