import { type ReadonlySignal, type Signal, computed, signal } from "@preact/signals";
import { limits } from "../../runtime/contract/limits";
import type { PagePorts } from "../ports";
import type { KnownConversations } from "./known-conversations";

/** Which conversations are on the list, as far as it has been read. */
export interface ConversationList {
  ids: Signal<readonly string[]>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  hasMore: ReadonlySignal<boolean>;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  refresh(): Promise<void>;
}

/** A list longer than so many pages ends there when it is read again, and goes on from there as one scrolls. */
const mostPages = 5;

/** How much is read: further than `pages` until all pins are told, which come first. */
interface Stretch {
  from?: string;
  pages: number;
  limit: number;
}

export function createConversationList(
  api: PagePorts["api"],
  known: Pick<KnownConversations, "learn" | "moment">,
): ConversationList {
  const ids = signal<readonly string[]>([]);
  const state = signal<"loading" | "ready" | "failed">("loading");
  const cursor = signal<string | undefined>(undefined);
  let latest = new AbortController();

  /** The list becomes `before`, what is read, and what came to it meanwhile. */
  async function read(before: readonly string[], stretch: Stretch): Promise<void> {
    latest.abort();
    const { signal: leaving } = (latest = new AbortController());
    const atFirst = new Set(ids.peek());
    const { found, next } = await readPages(api, known, stretch, leaving);
    // A later call has taken over.
    if (leaving.aborted) return;
    ids.value = [...new Set([...before, ...found, ...ids.peek().filter((id) => !atFirst.has(id))])];
    cursor.value = next;
    state.value = "ready";
  }

  async function loadPage(before: readonly string[], from?: string): Promise<void> {
    state.value = "loading";
    const reading = read(before, { from, pages: 1, limit: limits.pageSizeDefault });
    const { signal: leaving } = latest;
    await reading.catch(() => leaving.aborted || (state.value = "failed"));
  }

  return {
    ids,
    state,
    hasMore: computed(() => cursor.value !== undefined),
    load: () => loadPage([]),
    loadMore: async () => {
      const next = cursor.peek();
      if (state.peek() === "ready" && next !== undefined) await loadPage(ids.peek(), next);
    },
    refresh: async () => {
      if (state.peek() === "loading") return;
      if (state.peek() === "failed") return loadPage([]);
      // Nobody asked for this: a failure has nothing to say, what is shown stays.
      await read([], stretchOf(ids.peek().length)).catch(() => undefined);
    },
  };
}

/** As far as the list is shown. */
function stretchOf(count: number): Stretch {
  const limit = Math.min(limits.pageSize, Math.max(limits.pageSizeDefault, count));
  return { pages: Math.min(mostPages, Math.ceil(count / limits.pageSize)), limit };
}

async function readPages(
  api: PagePorts["api"],
  known: Pick<KnownConversations, "learn" | "moment">,
  { from, pages, limit }: Stretch,
  leaving: AbortSignal,
): Promise<{ found: string[]; next: string | undefined }> {
  const found: string[] = [];
  let next = from;
  let wanted = pages;
  for (let page = 0; page === 0 || (page < wanted && next !== undefined); page += 1) {
    const moment = known.moment();
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const answer = await api.listConversations({ limit, cursor: next }, leaving);
    if (leaving.aborted) break;
    known.learn(answer.conversations, moment);
    found.push(...answer.conversations.map(({ id }) => id));
    next = answer.cursor;
    if (answer.conversations.at(-1)?.pinned === true)
      wanted = Math.min(mostPages, Math.max(wanted, page + 2));
  }
  return { found, next };
}
