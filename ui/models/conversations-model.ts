import { type ReadonlySignal, computed } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import { ConnectionLost } from "../api/api-error";
import type { PagePorts } from "../ports";
import { type ChangeConversation, createConversationChange } from "./conversation-change";
import { type ConversationDeletion, createConversationDeletion } from "./conversation-deletion";
import { createConversationList } from "./conversation-list";
import { type ConversationSearch, createConversationSearch } from "./conversation-search";
import { type DayGroup, groupByDay } from "./day-groups";
import { createKnownConversations } from "./known-conversations";
import { headLength, isHead } from "./list-head";
import type { NoticesModel } from "./notices-model";

/** The list of conversations beside the chat. */
export interface ConversationsModel extends Pick<ConversationDeletion, "remove" | "drop" | "flush"> {
  groups: ReadonlySignal<DayGroup[]>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  hasMore: ReadonlySignal<boolean>;
  search: ConversationSearch;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  /** Reads the list again as far as it is shown: something may have changed elsewhere. */
  refresh(): Promise<void>;
  /**
   * Asks for the beginning of the list, and says whether it is another one than is shown; changes nothing. Fails when
   * no server answers.
   */
  glance(signal: AbortSignal): Promise<boolean>;
  /** What is known of a conversation, listed or not. */
  find(id: string): Conversation | undefined;
  /** Takes what the server said of a conversation that may be too old to be listed yet. */
  learn(conversation: Conversation): void;
  /** Puts a conversation that has just changed at its place. */
  touch(conversation: Conversation): void;
  change: ChangeConversation;
}

export function createConversationsModel(
  ports: Pick<PagePorts, "api" | "wait" | "now" | "words" | "storage" | "tabs" | "isStale">,
  notices: NoticesModel,
): ConversationsModel {
  const known = createKnownConversations();
  const { ids, state, ...list } = createConversationList(ports.api, known);
  const { isListed, ...deletion } = createConversationDeletion(ports, notices);
  const items = computed(() =>
    ids.value
      .filter(isListed)
      .flatMap((id) => known.get(id) ?? [])
      .sort((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt)),
  );
  return {
    ...list,
    ...deletion,
    state,
    search: createConversationSearch(ports, known, isListed),
    change: createConversationChange(ports, known, notices),
    groups: computed(() => groupByDay(items.value, ports.now())),
    find: known.get,
    learn: (conversation) => known.set(conversation),
    glance: async (signal) => {
      const limit = headLength(items.peek());
      const page = await ports.api.listConversations({ limit }, signal, true);
      // It was kept from before, and no server said it.
      if (ports.isStale.peek()) throw new ConnectionLost();
      const told = page.conversations.filter(({ id }) => isListed(id));
      return state.peek() === "failed" || !isHead(told, items.peek(), page.cursor === undefined);
    },
    touch: (conversation) => {
      const before = known.get(conversation.id);
      const { title } = conversation;
      const updatedAt = newestOf(items.peek(), conversation);
      known.set({ ...conversation, ...before, title, updatedAt });
      ids.value = [...new Set([...ids.peek(), conversation.id])];
    },
  };
}

/** It is the newest of all, also where this machine's clock is behind the server's, which dated the others. */
function newestOf(items: readonly Conversation[], { id, updatedAt }: Conversation): string {
  const newest = items.find((one) => one.id !== id)?.updatedAt ?? "";
  return newest >= updatedAt ? new Date(Date.parse(newest) + 1).toISOString() : updatedAt;
}
