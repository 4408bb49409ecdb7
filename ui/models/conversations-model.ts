import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation, ConversationPatch } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { KeyValueStorage, PagePorts } from "../ports";
import { type ConversationSearch, createConversationSearch } from "./conversation-search";
import { type DayGroup, groupByDay } from "./day-groups";
import { createKnownConversations } from "./known-conversations";
import { type NoticesModel, noticeMs } from "./notices-model";

/** The list of conversations beside the chat. */
export interface ConversationsModel {
  groups: ReadonlySignal<DayGroup[]>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  hasMore: ReadonlySignal<boolean>;
  search: ConversationSearch;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  /** Reads the list again as far as it is shown: something may have changed elsewhere. */
  refresh(): Promise<void>;
  /** What is known of a conversation, listed or not. */
  find(id: string): Conversation | undefined;
  /** Takes what the server said of a conversation that may be too old to be listed yet. */
  learn(conversation: Conversation): void;
  /** Puts a conversation that has just changed at its place. */
  touch(conversation: Conversation): void;
  /** Shows a change at once; takes it back, and says so, when it could not be stored. */
  change(id: string, patch: Pick<ConversationPatch, "title" | "pinned">): Promise<void>;
  /** Takes a conversation off the list; it is deleted when the offer to undo has passed. */
  remove(conversation: Conversation): void;
  /** Takes what was deleted elsewhere off the list. */
  drop(id: string): void;
  /** Deletes at once what waits to be deleted: the page is going away. */
  flush(): void;
}

/** A list longer than so many pages ends there when it is read again, and goes on from there as one scrolls. */
const mostPages = 5;

/**
 * What was deleted as the page before this one went away: its list may have been asked for before the deletion arrived.
 */
function createGone(storage: KeyValueStorage) {
  const key = "parley:deleted";
  const ids = new Set(storage.get(key)?.split(" "));
  storage.remove(key);
  return {
    ids,
    remember: (leaving: string[]) => {
      if (leaving.length > 0) storage.set(key, leaving.join(" "));
    },
  };
}

export function createConversationsModel(
  ports: Pick<PagePorts, "api" | "wait" | "now" | "words" | "storage" | "tabs">,
  notices: NoticesModel,
): ConversationsModel {
  const known = createKnownConversations();
  const listed = signal<readonly string[]>([]);
  const state = signal<"loading" | "ready" | "failed">("loading");
  const cursor = signal<string | undefined>(undefined);
  /** Off the list, not yet deleted; aborting one ends its time to undo. */
  const leaving = new Map<string, AbortController>();
  const gone = createGone(ports.storage);
  const hidden = signal<ReadonlySet<string>>(gone.ids);
  let latest = new AbortController();

  const items = computed(() =>
    listed.value
      .filter((id) => !hidden.value.has(id))
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

  function hide(id: string, isHidden: boolean): void {
    const ids = new Set(hidden.peek());
    if (isHidden) ids.add(id);
    else ids.delete(id);
    hidden.value = ids;
  }

  function remove(conversation: Conversation): void {
    const { id, title } = conversation;
    const waiting = new AbortController();
    leaving.set(id, waiting);
    hide(id, true);
    const putBack = () => {
      leaving.delete(id);
      hide(id, false);
    };
    const action = { label: ports.words().undo, run: putBack };
    const notice = { text: ports.words().chatDeleted(title), tone: "plain" as const, action };
    notices.show(notice);
    const deleteInTime = async () => {
      await ports.wait(noticeMs, waiting.signal);
      notices.dismiss(notice);
      if (leaving.get(id) !== waiting) return;
      try {
        await ports.api.deleteConversation(id);
        ports.tabs.tell({ type: "deleted", conversationId: id });
      } catch {
        putBack();
        notices.show({ text: ports.words().deleteFailed(title), tone: "problem" });
      }
    };
    void deleteInTime();
  }

  async function change(id: string, patch: Pick<ConversationPatch, "title" | "pinned">): Promise<void> {
    const before = known.get(id);
    if (!before) return;
    known.set({ ...before, ...patch });
    try {
      await ports.api.updateConversation(id, patch);
      ports.tabs.tell({ type: "changed", conversationId: id });
    } catch {
      const { title, pinned } = known.get(id) ?? before;
      // A later change stands.
      if (patch.title === title) known.set({ ...before, title: before.title, pinned });
      if (patch.pinned === pinned) known.set({ ...before, title, pinned: before.pinned });
      notices.show({ text: ports.words().changeFailed(before.title), tone: "problem" });
    }
  }

  return {
    state,
    search: createConversationSearch(ports, known, (id) => !hidden.value.has(id)),
    remove,
    refresh,
    change,
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
      const { title, updatedAt } = conversation;
      known.set(before ? { ...before, title, updatedAt } : conversation);
      listed.value = [...new Set([...listed.peek(), conversation.id])];
    },
    drop: (id) => hide(id, true),
    flush: () => {
      gone.remember([...leaving.keys()]);
      // There may be no time left to hear that it is done.
      for (const conversationId of leaving.keys()) ports.tabs.tell({ type: "deleted", conversationId });
      leaving.forEach((waiting) => waiting.abort());
    },
  };
}
