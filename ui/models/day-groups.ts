import type { Conversation } from "../../runtime/contract/conversation";

export interface DayGroup<T extends Conversation = Conversation> {
  /** Stays the same while the group is there. */
  key: string;
  name: "pinned" | "today" | "yesterday" | "week" | "month";
  /** Of a `month`: when it began. */
  begin: number;
  conversations: T[];
}

/**
 * Conversations by the reader's own calendar, in the order they came, pinned ones first: days, then a week, then
 * months. Groups that would be empty are left out.
 */
export function groupByDay<T extends Conversation>(conversations: readonly T[], now: number): DayGroup<T>[] {
  const groups = new Map<string, DayGroup<T>>();
  for (const conversation of conversations) {
    const { key, name, begin } = groupOf(conversation, now);
    const group = groups.get(key) ?? { key, name, begin, conversations: [] };
    group.conversations.push(conversation);
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.begin - one.begin);
}

function groupOf(conversation: Conversation, now: number): Omit<DayGroup, "conversations"> {
  if (conversation.pinned) return { key: "pinned", name: "pinned", begin: Infinity };
  const updatedAt = Date.parse(conversation.updatedAt);
  const days = { today: midnight(now, 0), yesterday: midnight(now, 1), week: midnight(now, 7) };
  for (const name of ["today", "yesterday", "week"] as const) {
    if (updatedAt >= days[name]) return { key: name, name, begin: days[name] };
  }
  const day = new Date(updatedAt);
  const begin = new Date(day.getFullYear(), day.getMonth()).getTime();
  return { key: `month-${begin}`, name: "month", begin };
}

/** The midnight that began the day `daysAgo`; by the calendar, as a day may have 23 or 25 hours. */
function midnight(now: number, daysAgo: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime();
}
