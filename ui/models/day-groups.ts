import type { Conversation } from "../../runtime/contract/conversation";

export type DayGroupName = "pinned" | "today" | "yesterday" | "week" | "earlier";

export interface DayGroup {
  name: DayGroupName;
  conversations: Conversation[];
}

const order: DayGroupName[] = ["pinned", "today", "yesterday", "week", "earlier"];

/** Conversations by the reader's own calendar days, in the order they came; groups that would be empty are left out. */
export function groupByDay(conversations: readonly Conversation[], now: number): DayGroup[] {
  const groups = new Map<DayGroupName, Conversation[]>(order.map((name) => [name, []]));
  for (const conversation of conversations) groups.get(groupOf(conversation, now))?.push(conversation);
  return order
    .map((name) => ({ name, conversations: groups.get(name) ?? [] }))
    .filter((group) => group.conversations.length > 0);
}

function groupOf(conversation: Conversation, now: number): DayGroupName {
  if (conversation.pinned) return "pinned";
  const updatedAt = Date.parse(conversation.updatedAt);
  if (updatedAt >= midnight(now, 0)) return "today";
  if (updatedAt >= midnight(now, 1)) return "yesterday";
  return updatedAt >= midnight(now, 7) ? "week" : "earlier";
}

/** The midnight that began the day `daysAgo`; by the calendar, as a day may have 23 or 25 hours. */
function midnight(now: number, daysAgo: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime();
}
