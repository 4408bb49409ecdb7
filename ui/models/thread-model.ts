import { type ReadonlySignal, computed, signal } from "@preact/signals";
import { limits } from "../../runtime/contract/limits";
import { ApiError } from "../api/api-error";
import { type Draft, createDraft } from "./draft";
import { type Entries, createEntries } from "./entries";
import { type Entry, createEntry } from "./entry";
import { followReply } from "./follow-reply";
import type { Notice } from "./notices-model";
import { type ReplyRun, createReplyRun } from "./reply-run";
import type { ThreadPorts } from "./thread-ports";
import { type TurnRequest, beginTurn } from "./turn";

export type ThreadState = "new" | "loading" | "ready" | "missing" | "failed";

/** One conversation: what is in it, what is being written, and what can be done. */
export interface ThreadModel {
  /** Stays the same when a new conversation gets its id. */
  key: string;
  /** Undefined until the first turn is stored. */
  id: ReadonlySignal<string | undefined>;
  /** What stands above the messages; empty while the title is not known yet. */
  heading: ReadonlySignal<string>;
  state: ReadonlySignal<ThreadState>;
  /** Counts the turns sent from here, so that the page can go to its end. */
  turns: ReadonlySignal<number>;
  entries: Omit<Entries, "add" | "remove" | "renamed">;
  draft: Draft;
  running: ReplyRun["running"];
  hasOlder: ReadonlySignal<boolean>;
  loadingOlder: ReadonlySignal<boolean>;
  /** Loads the newest messages, and follows a reply that is still running. */
  load(): Promise<void>;
  /** Says whether there were any. */
  loadOlder(): Promise<boolean>;
  /** The message that the log is to bring into sight; another object each time. */
  revealed: ReadonlySignal<{ key: string } | undefined>;
  /** Brings a message into sight, however far back and on whatever branch it is. */
  reveal(messageId: string): Promise<void>;
  /** Sends what is in the draft; gives it back when that fails. */
  send(): Promise<void>;
  /** Sends the text again that `reply` answered, as another version of that turn. */
  retry(reply: Entry): Promise<void>;
  stop(): Promise<void>;
  /** Lets go of everything that is under way; replies run on at the server. */
  close(): void;
}

/** @param given - the conversation to open; a new one without it */
export function createThreadModel(ports: ThreadPorts, given?: { id: string; title?: string }): ThreadModel {
  const id = signal(given?.id);
  const title = signal(given?.title ?? "");
  const state = signal<ThreadState>(given ? "loading" : "new");
  const turns = signal(0);
  const cursor = signal<string | undefined>(undefined);
  const hasOlder = signal(false);
  const loadingOlder = signal(false);
  let older: Promise<boolean> | undefined;
  const revealed = signal<{ key: string } | undefined>(undefined);
  const entries = createEntries();
  const draft = createDraft(ports.storage, () => id.peek() ?? "new");
  const closing = new AbortController();
  const run = createReplyRun(ports, entries, { id, title }, closing.signal);
  let unsent: TurnRequest | undefined;
  let busyNotice: Notice | undefined;
  run.running.subscribe((running) => {
    if (running === undefined && busyNotice) ports.dismiss(busyNotice);
  });

  const heading = computed(() => {
    if (state.value === "missing") return ports.words().chatNotFound;
    const known = id.value === undefined ? undefined : ports.titleOf(id.value);
    const isUnnamed = state.value === "new" && title.value === "";
    return isUnnamed ? ports.words().newChat : (known ?? title.value);
  });

  async function loadPage(): Promise<void> {
    if (!id.peek()) return;
    const query = { limit: limits.pageSizeDefault, cursor: cursor.peek() };
    const page = await ports.api.listMessages(id.peek() ?? "", query, closing.signal);
    cursor.value = page.cursor;
    hasOlder.value = page.cursor !== undefined;
    entries.add(page.messages.toReversed().map((message) => createEntry(message)));
  }

  async function loadTitle(): Promise<void> {
    const conversation = await ports.api.getConversation(id.peek() ?? "", closing.signal);
    title.value = conversation.title;
    ports.onLoaded(conversation);
  }

  async function load(): Promise<void> {
    state.value = "loading";
    try {
      await Promise.all([loadPage(), loadTitle()]);
      state.value = "ready";
    } catch (error) {
      if (closing.signal.aborted) return;
      state.value = error instanceof ApiError && error.status === 404 ? "missing" : "failed";
      return;
    }
    const last = entries.path.peek().at(-1);
    if (last?.message.peek().status === "running") void follow(last);
  }

  function follow(reply: Entry): Promise<unknown> {
    const { conversationId, id: messageId, text, reasoning = "" } = reply.message.peek();
    const seen = { textChars: text.length, reasoningChars: reasoning.length };
    return run.tell(reply, followReply(ports, { conversationId, messageId }, seen, closing.signal));
  }

  function loadOlder(): Promise<boolean> {
    if (!hasOlder.peek()) return Promise.resolve(false);
    return (older ??= loadOlderPage());
  }

  async function loadOlderPage(): Promise<boolean> {
    loadingOlder.value = true;
    try {
      await loadPage();
      return true;
    } catch (error) {
      if (!closing.signal.aborted) ports.notify(problem(error));
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
    entries.show(found);
    revealed.value = { key: found.key };
  }

  async function sendTurn(text: string, parentId: string | null): Promise<boolean> {
    const again = unsent?.text === text && unsent.parentId === parentId ? unsent : undefined;
    const turn = again ?? { text, parentId, clientMessageId: ports.newId() };
    turns.value += 1;
    const failure = await beginTurn(ports, run, entries, id.peek(), turn, closing.signal);
    unsent = failure === undefined ? undefined : turn;
    if (failure !== undefined && !closing.signal.aborted) ports.notify(problem(failure));
    if (state.peek() === "new" && failure === undefined) state.value = "ready";
    return failure === undefined;
  }

  function problem(error: unknown): Notice {
    const text = error instanceof ApiError ? error.message : ports.words().connectionLost;
    return { text, tone: "problem" };
  }

  async function send(): Promise<void> {
    const text = draft.text.peek().trim();
    if (text === "") return;
    if (run.running.peek() !== undefined) {
      busyNotice = { text: ports.words().busy, tone: "plain" };
      return ports.notify(busyNotice);
    }
    if (text.length > limits.messageChars) {
      return ports.notify({ text: ports.words().tooLong(limits.messageChars), tone: "problem" });
    }
    const taken = draft.take();
    const sent = await sendTurn(text, entries.path.peek().at(-1)?.message.peek().id ?? null);
    if (sent) taken.sent();
    else taken.failed();
  }

  async function retry(reply: Entry): Promise<void> {
    const { parentId, conversationId } = reply.message.peek();
    if (parentId === null || run.running.peek() !== undefined) return;
    try {
      const loaded = entries.find(parentId)?.message.peek();
      const asked = loaded ?? (await ports.api.getMessage(conversationId, parentId, closing.signal));
      await sendTurn(asked.text, asked.parentId);
    } catch (error) {
      ports.notify(problem(error));
    }
  }

  return {
    key: ports.newId(),
    id,
    heading,
    state,
    turns,
    entries,
    draft,
    running: run.running,
    hasOlder,
    loadingOlder,
    load,
    loadOlder,
    revealed,
    reveal,
    send,
    retry,
    stop: run.stop,
    close: () => closing.abort(),
  };
}
