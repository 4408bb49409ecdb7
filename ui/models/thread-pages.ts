import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { limits } from "../../runtime/contract/limits";
import type { Message } from "../../runtime/contract/message";
import { ApiError } from "../api/api-error";
import { problemOf } from "./asking";
import type { BranchMemory } from "./branch-memory";
import { type Entry, createEntry } from "./entry";
import { followReply } from "./follow-reply";
import type { ThreadCore } from "./thread-core";

/** What is stored of a conversation, as far as it is wanted on the page. */
export interface ThreadPages {
  loadingOlder: ReadonlySignal<boolean>;
  /** Loads the newest messages, or those that were shown last, and follows a reply that is still running. */
  load(): Promise<void>;
  /** Loads on until the branch shown begins earlier, or there is nothing more. Says whether there was anything. */
  loadOlder(): Promise<boolean>;
  /** The message that the log is to bring into sight; another object each time. */
  revealed: ReadonlySignal<{ key: string } | undefined>;
  /** Brings a message into sight, however far back and on whatever branch it is. */
  reveal(messageId: string): Promise<void>;
  /** What was looked for has been seen. */
  forgetRevealed(): void;
  /**
   * Looks for what came up elsewhere: in another page, on another device, while this one slept.
   *
   * @param isTold - that something changed is known; without it, it is asked first
   */
  refresh(isTold?: boolean): Promise<void>;
  /** Looks for it when the conversation is said to have changed at another time than is known here. */
  hear(updatedAt: string): Promise<void>;
}

/** @param cursor - where the next older page begins; without it everything is loaded */
export function createThreadPages(
  core: ThreadCore,
  cursor: Signal<string | undefined>,
  memory: BranchMemory,
): ThreadPages {
  const { ports, id, title, state, entries, run, closing } = core;
  const loadingOlder = signal(false);
  const revealed = signal<{ key: string } | undefined>(undefined);
  let older: Promise<boolean> | undefined;
  let oldestId: string | undefined;
  /** When the conversation last changed, as far as this page knows; unknown after a turn from here. */
  let knownAt: string | undefined;
  let refreshing: Promise<void> | undefined;
  let refreshWanted = false;

  async function loadPage(limit: number): Promise<void> {
    const query = { limit, cursor: cursor.peek() };
    const page = await ports.api.listMessages(id.peek() ?? "", query, closing);
    oldestId = page.messages.at(-1)?.id ?? oldestId;
    cursor.value = page.cursor;
    addUnknown(page.messages, entries.add);
  }

  function addUnknown(messages: readonly Message[], add: (entries: Entry[]) => void): void {
    add(messages.filter((message) => !entries.find(message.id)).map((message) => createEntry(message)));
  }

  async function loadConversation(): Promise<string> {
    const conversation = await ports.api.getConversation(id.peek() ?? "", closing);
    title.value = conversation.title;
    ports.onLoaded(conversation);
    return conversation.updatedAt;
  }

  async function loadUntil(isEnough: () => boolean): Promise<void> {
    while (!isEnough() && cursor.peek() !== undefined) await loadPage(limits.pageSize);
  }

  async function load(): Promise<void> {
    if (id.peek() === undefined) return;
    state.value = "loading";
    cursor.value = undefined;
    const place = memory.recall(id.peek() ?? "");
    try {
      const [updatedAt] = await Promise.all([loadConversation(), loadPage(limits.pageSizeDefault)]);
      // What was kept from before may be older than what it was kept with.
      knownAt = ports.isStale.peek() ? undefined : updatedAt;
      if (place) {
        await loadUntil(() => place.endId === null || (oldestId ?? "") <= place.endId);
        if (place.isCut) entries.show(place.endId);
        else if (entries.find(place.endId)) entries.showNewestUnder(place.endId);
      }
      state.value = "ready";
    } catch (error) {
      if (closing.aborted) return;
      state.value = error instanceof ApiError && error.status === 404 ? "missing" : "failed";
      return;
    }
    followRunning();
  }

  /** The newest one first: where two devices asked at once, the other one waits for its end. */
  function followRunning(): void {
    const reply = entries.findNewest(({ message }) => message.peek().status === "running");
    if (!reply || run.running.peek() !== undefined) return;
    const { conversationId, id: messageId, text, reasoning = "" } = reply.message.peek();
    const seen = { textChars: text.length, reasoningChars: reasoning.length };
    void run
      .tell(reply, followReply(ports, { conversationId, messageId }, seen, closing))
      .then(followRunning, () => undefined);
  }

  function loadOlder(): Promise<boolean> {
    if (cursor.peek() === undefined) return Promise.resolve(false);
    return (older ??= loadOlderPages());
  }

  async function loadOlderPages(): Promise<boolean> {
    const firstKey = entries.path.peek()[0]?.key;
    loadingOlder.value = true;
    try {
      await loadPage(limits.pageSizeDefault);
      await loadUntil(() => entries.path.peek()[0]?.key !== firstKey);
      return true;
    } catch (error) {
      if (!closing.aborted) ports.notify(problemOf(ports, error));
      return false;
    } finally {
      older = undefined;
      loadingOlder.value = false;
    }
  }

  async function reveal(messageId: string): Promise<void> {
    let found = entries.find(messageId);
    while (!found && (await loadOlder())) found = entries.find(messageId);
    if (!found) return;
    if (!entries.path.peek().includes(found)) entries.showNewestUnder(messageId);
    revealed.value = { key: found.key };
  }

  /** All pages down to what is loaded already, newest first. */
  async function readNews(): Promise<Message[]> {
    const read: Message[] = [];
    let next: string | undefined;
    do {
      const query = { limit: limits.pageSizeDefault, cursor: next };
      const page = await ports.api.listMessages(id.peek() ?? "", query, closing);
      read.push(...page.messages);
      next = page.messages.some((message) => entries.find(message.id)) ? undefined : page.cursor;
    } while (next !== undefined);
    return read;
  }

  async function lookForNews(): Promise<void> {
    const updatedAt = await loadConversation();
    if (updatedAt === knownAt) return;
    const read = await readNews();
    // A turn that began here meanwhile is told by its own stream; what else is new is read when that has ended.
    if (run.running.peek() !== undefined) {
      refreshWanted = true;
      return;
    }
    knownAt = updatedAt;
    for (const message of read) {
      const known = entries.find(message.id);
      if (known && JSON.stringify(known.message.peek()) !== JSON.stringify(message)) {
        known.message.value = message;
      }
    }
    addUnknown(read, entries.addNews);
    followRunning();
  }

  async function refresh(isTold = false): Promise<void> {
    if (isTold) knownAt = undefined;
    if (state.peek() === "failed") return load();
    if (state.peek() !== "ready" || id.peek() === undefined) return;
    if (run.running.peek() !== undefined || refreshing) {
      refreshWanted = true;
      return;
    }
    refreshing = lookForNews().catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) state.value = "missing";
    });
    await refreshing;
    refreshing = undefined;
    await refreshAsWanted();
  }

  async function hear(updatedAt: string): Promise<void> {
    if (updatedAt !== knownAt) await refresh();
  }

  async function refreshAsWanted(): Promise<void> {
    if (!refreshWanted || run.running.peek() !== undefined) return;
    refreshWanted = false;
    await refresh();
  }

  run.running.subscribe((running) => {
    if (running !== undefined) knownAt = undefined;
    else void refreshAsWanted();
  });

  const forgetRevealed = () => (revealed.value = undefined);
  return { loadingOlder, load, loadOlder, revealed, reveal, forgetRevealed, refresh, hear };
}
