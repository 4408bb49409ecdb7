import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import { ConnectionLost } from "../api/api-error";
import type { PagePorts } from "../ports";
import { type ChangeConversation, createConversationChange } from "./conversation-change";
import { type ConversationDeletion, createConversationDeletion } from "./conversation-deletion";
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

/** A list longer than so many pages ends there when it is read again, and goes on from there as one scrolls. */
const mostPages = 5;

export function createConversationsModel(
  ports: Pick<PagePorts, "api" | "wait" | "now" | "words" | "storage" | "tabs" | "isStale">,
  notices: NoticesModel,
): ConversationsModel {
  const known = createKnownConversations();
  const listed = signal<readonly string[]>([]);
  const state = signal<"loading" | "ready" | "failed">("loading");
  const cursor = signal<string | undefined>(undefined);
  const deletion = createConversationDeletion(ports, notices);
  let latest = new AbortController();

  const items = computed(() =>
    listed.value
      .filter(deletion.isListed)
      .flatMap((id) => known.get(id) ?? [])
      .sort((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt)),
  );

  /**
   * Reads `pages` pages from `from` on, and further until all pins are told, which come first; the list becomes
   * `before` and these, and what came to it meanwhile.
   */
  async function read(
    before: readonly string[],
    from: string | undefined,
    { pages, limit }: { pages: number; limit: number },
  ): Promise<void> {
    latest.abort();
    const { signal } = (latest = new AbortController());
    const atFirst = new Set(listed.peek());
    let ids = before;
    let next = from;
    let wanted = pages;
    for (let page = 0; page === 0 || (page < wanted && next !== undefined); page += 1) {
      const moment = known.moment();
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
      const answer = await ports.api.listConversations({ limit, cursor: next }, signal);
      // A later call has taken over.
      if (signal.aborted) return;
      known.learn(answer.conversations, moment);
      ids = [...ids, ...answer.conversations.map(({ id }) => id)];
      next = answer.cursor;
      if (answer.conversations.at(-1)?.pinned === true)
        wanted = Math.min(mostPages, Math.max(wanted, page + 2));
    }
    listed.value = [...new Set([...ids, ...listed.peek().filter((id) => !atFirst.has(id))])];
    cursor.value = next;
    state.value = "ready";
  }

  async function loadPage(before: readonly string[], from: string | undefined): Promise<void> {
    state.value = "loading";
    const reading = read(before, from, { pages: 1, limit: limits.pageSizeDefault });
    const mine = latest;
    await reading.catch(() => {
      if (!mine.signal.aborted) state.value = "failed";
    });
  }

  async function refresh(): Promise<void> {
    if (state.peek() === "loading") return;
    if (state.peek() === "failed") return loadPage([], undefined);
    const count = listed.peek().length;
    const limit = Math.min(limits.pageSize, Math.max(limits.pageSizeDefault, count));
    const pages = Math.min(mostPages, Math.ceil(count / limits.pageSize));
    // Nobody asked for this: a failure has nothing to say, what is shown stays.
    await read([], undefined, { pages, limit }).catch(() => undefined);
  }

  async function glance(signal: AbortSignal): Promise<boolean> {
    const limit = headLength(items.peek());
    const page = await ports.api.listConversations({ limit }, signal, true);
    // It was kept from before, and no server said it.
    if (ports.isStale.peek()) throw new ConnectionLost();
    const told = page.conversations.filter(({ id }) => deletion.isListed(id));
    return state.peek() === "failed" || !isHead(told, items.peek(), page.cursor === undefined);
  }

  return {
    state,
    search: createConversationSearch(ports, known, deletion.isListed),
    refresh,
    glance,
    change: createConversationChange(ports, known, notices),
    remove: deletion.remove,
    drop: deletion.drop,
    flush: deletion.flush,
    groups: computed(() => groupByDay(items.value, ports.now())),
    hasMore: computed(() => cursor.value !== undefined),
    load: () => loadPage([], undefined),
    loadMore: async () => {
      if (state.peek() === "ready" && cursor.peek() !== undefined)
        await loadPage(listed.peek(), cursor.peek());
    },
    find: known.get,
    learn: (conversation) => known.set(conversation),
    touch: (conversation) => {
      const before = known.get(conversation.id);
      const { title } = conversation;
      // It is the newest of all, also where this machine's clock is behind the server's, which dated the others.
      const newest = items.peek().find(({ id }) => id !== conversation.id)?.updatedAt ?? "";
      const isBehind = newest >= conversation.updatedAt;
      const updatedAt = isBehind ? new Date(Date.parse(newest) + 1).toISOString() : conversation.updatedAt;
      known.set({ ...conversation, ...before, title, updatedAt });
      listed.value = [...new Set([...listed.peek(), conversation.id])];
    },
  };
}
