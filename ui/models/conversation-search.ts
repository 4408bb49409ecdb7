import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation, ListedConversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import type { PagePorts } from "../ports";
import type { KnownConversations } from "./known-conversations";

/** A conversation that was found, and where, when it was by a message's text. */
export interface SearchHit {
  conversation: Conversation;
  match: ListedConversation["match"];
}

/** The search through titles and texts. */
export interface ConversationSearch {
  /** As it was typed; nothing but spaces is no search. */
  query: ReadonlySignal<string>;
  isOn: ReadonlySignal<boolean>;
  hits: ReadonlySignal<readonly SearchHit[]>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  /** There is more to look through; {@link goOn} does. */
  hasMore: ReadonlySignal<boolean>;
  /** Searches, a moment after the last call. */
  write(text: string): Promise<void>;
  goOn(): Promise<void>;
}

const typingPauseMs = 200;
/** How many hits, or calls without enough of them, one search makes by itself. */
const enoughHits = 20;
const enoughCalls = 10;

/** @param isShown - false for what has just been deleted */
export function createConversationSearch(
  ports: Pick<PagePorts, "api" | "wait">,
  known: KnownConversations,
  isShown: (id: string) => boolean,
): ConversationSearch {
  const query = signal("");
  const found = signal<readonly ListedConversation[]>([]);
  const state = signal<"loading" | "ready" | "failed">("ready");
  const cursor = signal<string | undefined>(undefined);
  let latest = new AbortController();

  /** Pages may be short, even empty, although more follows: reads on until there is enough to look at. */
  async function read(from: string | undefined, signal: AbortSignal): Promise<void> {
    const before = from === undefined ? [] : found.peek();
    let hits = before;
    let next = from;
    for (let call = 0; call < enoughCalls; call += 1) {
      const moment = known.moment();
      const wanted = { limit: limits.pageSizeDefault, cursor: next, q: query.peek().trim() };
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
      const page = await ports.api.listConversations(wanted, signal);
      if (signal.aborted) return;
      known.learn(page.conversations.map(withoutMatch), moment);
      hits = [...hits, ...page.conversations];
      next = page.cursor;
      found.value = hits;
      cursor.value = next;
      if (next === undefined || hits.length - before.length >= enoughHits) return;
    }
  }

  async function run(from: string | undefined, signal: AbortSignal): Promise<void> {
    try {
      await read(from, signal);
      if (!signal.aborted) state.value = "ready";
    } catch {
      if (signal.aborted) return;
      // What is shown is of an earlier search when this one has not come to its first page.
      if (cursor.peek() === undefined) found.value = [];
      state.value = "failed";
    }
  }

  function begin(): AbortSignal {
    latest.abort();
    latest = new AbortController();
    return latest.signal;
  }

  const isOn = computed(() => query.value.trim() !== "");
  return {
    query,
    isOn,
    state,
    hits: computed(() =>
      found.value
        .filter(({ id }) => isShown(id))
        .map(({ match, ...one }) => ({ conversation: known.get(one.id) ?? one, match })),
    ),
    hasMore: computed(() => cursor.value !== undefined),
    write: async (text) => {
      query.value = text;
      cursor.value = undefined;
      const signal = begin();
      if (!isOn.peek()) {
        found.value = [];
        state.value = "ready";
        return;
      }
      state.value = "loading";
      await ports.wait(typingPauseMs, signal);
      if (!signal.aborted) await run(undefined, signal);
    },
    goOn: async () => {
      if (state.peek() === "loading" || !isOn.peek()) return;
      state.value = "loading";
      await run(cursor.peek(), begin());
    },
  };
}

function withoutMatch(listed: ListedConversation): Conversation {
  const conversation = { ...listed };
  delete conversation.match;
  return conversation;
}

/** `text` in pieces, those that are what was searched for marked so. */
export function markHits(text: string, query: string): { text: string; isHit: boolean }[] {
  const wanted = query.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  if (wanted === "") return [{ text, isHit: false }];
  return text
    .split(new RegExp(`(${wanted})`, "giu"))
    .map((piece, index) => ({ text: piece, isHit: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
