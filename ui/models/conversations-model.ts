import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { KeyValueStorage, PagePorts } from "../ports";
import { type DayGroup, groupByDay } from "./day-groups";
import { type NoticesModel, noticeMs } from "./notices-model";

/** The list of conversations beside the chat. */
export interface ConversationsModel {
  groups: ReadonlySignal<DayGroup[]>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  hasMore: ReadonlySignal<boolean>;
  query: ReadonlySignal<string>;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  /** Narrows the list to titles with `query` in them, a moment after the last call. */
  search(query: string): Promise<void>;
  find(id: string): Conversation | undefined;
  /** Puts a conversation that has just changed at its place. */
  touch(conversation: Conversation): void;
  /** Takes a conversation off the list; it is deleted when the offer to undo has passed. */
  remove(conversation: Conversation): void;
  /** Deletes at once what waits to be deleted: the page is going away. */
  flush(): void;
}

const typingPauseMs = 200;

/**
 * What was deleted as the page before this one went away: its list may have been asked for before the deletion arrived.
 */
function createGone(storage: KeyValueStorage) {
  const key = "parley:deleted";
  const ids = new Set(storage.get(key)?.split(" "));
  storage.remove(key);
  return {
    has: (id: string) => ids.has(id),
    remember: (leaving: string[]) => {
      if (leaving.length > 0) storage.set(key, leaving.join(" "));
    },
  };
}

export function createConversationsModel(
  ports: Pick<PagePorts, "api" | "wait" | "now" | "words" | "storage">,
  notices: NoticesModel,
): ConversationsModel {
  const items = signal<readonly Conversation[]>([]);
  const state = signal<"loading" | "ready" | "failed">("loading");
  const query = signal("");
  const cursor = signal<string | undefined>(undefined);
  /** Off the list, not yet deleted; aborting one ends its time to undo. */
  const leaving = new Map<string, AbortController>();
  let latest = new AbortController();
  const gone = createGone(ports.storage);

  function sorted(conversations: readonly Conversation[]): Conversation[] {
    const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    return [...byId.values()]
      .filter(({ id }) => !leaving.has(id) && !gone.has(id))
      .sort((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt));
  }

  async function loadPage(before: readonly Conversation[]): Promise<void> {
    latest.abort();
    const { signal } = (latest = new AbortController());
    state.value = "loading";
    const from = before.length > 0 ? cursor.peek() : undefined;
    const wanted = { limit: limits.pageSizeDefault, cursor: from, q: query.peek() };
    const known = new Set(items.peek());
    try {
      const page = await ports.api.listConversations(wanted, signal);
      // A later call has taken over.
      if (signal.aborted) return;
      // What has changed while the answer was on its way is more recent than the answer.
      const since = items.peek().filter((one) => !known.has(one));
      items.value = sorted([...before, ...page.conversations, ...since]);
      cursor.value = page.cursor;
      state.value = "ready";
    } catch {
      if (!signal.aborted) state.value = "failed";
    }
  }

  async function search(text: string): Promise<void> {
    query.value = text;
    latest.abort();
    const { signal } = (latest = new AbortController());
    await ports.wait(typingPauseMs, signal);
    if (!signal.aborted) await loadPage([]);
  }

  function remove(conversation: Conversation): void {
    const { id, title } = conversation;
    const waiting = new AbortController();
    leaving.set(id, waiting);
    items.value = sorted(items.peek());
    const putBack = () => {
      leaving.delete(id);
      items.value = sorted([...items.peek(), conversation]);
    };
    const action = { label: ports.words().undo, run: putBack };
    const notice = { text: ports.words().chatDeleted(title), tone: "plain" as const, action };
    notices.show(notice);
    const deleteInTime = async () => {
      await ports.wait(noticeMs, waiting.signal);
      notices.dismiss(notice);
      if (leaving.get(id) !== waiting) return;
      await ports.api.deleteConversation(id).catch(() => {
        putBack();
        notices.show({ text: ports.words().deleteFailed(title), tone: "problem" });
      });
    };
    void deleteInTime();
  }

  return {
    state,
    query,
    search,
    remove,
    groups: computed(() => groupByDay(items.value, ports.now())),
    hasMore: computed(() => cursor.value !== undefined),
    load: () => loadPage([]),
    loadMore: async () => {
      if (state.peek() === "ready" && cursor.peek() !== undefined) await loadPage(items.peek());
    },
    find: (id) => items.peek().find((conversation) => conversation.id === id),
    touch: (conversation) => {
      const known = items.peek().find(({ id }) => id === conversation.id);
      const { title, updatedAt } = conversation;
      items.value = sorted([...items.peek(), known ? { ...known, title, updatedAt } : conversation]);
    },
    flush: () => {
      gone.remember([...leaving.keys()]);
      leaving.forEach((waiting) => waiting.abort());
    },
  };
}
