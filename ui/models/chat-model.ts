import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import type { MessageStatus } from "../../runtime/contract/message";
import type { PagePorts } from "../ports";
import { type ChatSettingsModel, createChatSettings } from "./chat-settings-model";
import type { ConversationsModel } from "./conversations-model";
import type { Entry } from "./entry";
import { createLeftTemporary } from "./left-temporary";
import type { NoticesModel } from "./notices-model";
import { type GivenThread, type ThreadModel, createThreadModel } from "./thread-model";
import type { ThreadPorts } from "./thread-ports";
import { withSettings } from "./with-settings";

/** Which conversation is in front, and the address that goes with it. */
export interface ChatModel {
  thread: ReadonlySignal<ThreadModel>;
  /** How the model is asked in it. */
  settings: ReadonlySignal<ChatSettingsModel>;
  /** The last reply that ended, for those who listen instead of look. */
  ended: ReadonlySignal<{ status: MessageStatus; key: string } | undefined>;
  /** Shows what the address says; for the first time, and after back and forward. */
  follow(): void;
  /** @param messageId - the message to bring into sight; without it, its end */
  open(id: string, messageId?: string): void;
  startNew(): void;
  /**
   * Shows a chat that is never stored in place of the empty one, or a new one in place of a chat that is never stored.
   * What was set and written in an empty chat goes along.
   */
  switchTemporary(): void;
  remove(conversation: Conversation): void;
}

const chatPath = /^\/c\/([^/]+)$/;

export function createChatModel(
  ports: PagePorts,
  conversations: ConversationsModel,
  notices: NoticesModel,
): ChatModel {
  /** Left while a reply was running: what they have is more recent than what is stored. */
  const busy = new Set<ThreadModel>();
  const ended = signal<{ status: MessageStatus; key: string } | undefined>(undefined);
  const settingsOf = new WeakMap<ThreadModel, ChatSettingsModel>();
  const leftTemporary = createLeftTemporary(ports, notices);
  const thread = signal(make());

  function make(
    given: GivenThread = {},
    settings: ChatSettingsModel = createChatSettings(ports, notices.show),
  ): ThreadModel {
    const threadPorts: ThreadPorts = {
      ...ports,
      api: withSettings(ports.api, settings),
      notify: notices.show,
      dismiss: notices.dismiss,
      titleOf: (id) => conversations.find(id)?.title,
      onLoaded: (conversation) => {
        conversations.learn(conversation);
        settings.adopt(conversation);
      },
      onStarted: (conversation) => {
        conversations.touch(conversation);
        settings.begun(conversation.id);
        ports.tabs.tell({ type: "changed", conversationId: conversation.id });
        if (thread.peek() === made) ports.location.replace(`/c/${conversation.id}`);
      },
      onEnded: (reply: Entry) => {
        const { status, id: key, conversationId } = reply.message.peek();
        if (!made.isTemporary) ports.tabs.tell({ type: "changed", conversationId });
        if (thread.peek() === made) ended.value = { status, key };
        else busy.delete(made);
      },
    };
    const made = createThreadModel(threadPorts, given);
    settingsOf.set(made, settings);
    return made;
  }

  function bringForward(next: ThreadModel): void {
    const left = thread.peek();
    thread.value = next;
    left.leave();
    if (left.running.peek() === undefined) left.close();
    else if (left.isTemporary) leftTemporary.hold(left, () => goBack(left));
    else busy.add(left);
  }

  function goBack(temporary: ThreadModel): void {
    if (ports.location.path() !== "/") ports.location.push("/");
    bringForward(temporary);
  }

  function show(id?: string, messageId?: string): void {
    const left = thread.peek();
    const isFree = left.isTemporary || left.running.peek() === undefined;
    if (left.id.peek() === id && (id !== undefined || isFree)) {
      if (messageId !== undefined) void left.reveal(messageId);
      return;
    }
    const kept = [...busy].find((one) => id !== undefined && one.id.peek() === id);
    if (kept) busy.delete(kept);
    const next = kept ?? make(id === undefined ? {} : { id, title: conversations.find(id)?.title });
    bringForward(next);
    if (id !== undefined) void bring(next, kept !== undefined, messageId);
  }

  async function bring(next: ThreadModel, isLoaded: boolean, messageId?: string): Promise<void> {
    // What changed while it was out of sight was told to the one in front.
    await (isLoaded ? next.refresh() : next.load());
    if (messageId !== undefined && thread.peek() === next) await next.reveal(messageId);
  }

  function follow(): void {
    const id = chatPath.exec(ports.location.path())?.[1];
    const messageId = ports.location.hash();
    show(id && unescaped(id), messageId === "" ? undefined : unescaped(messageId));
  }

  function startNew(): void {
    const left = thread.peek();
    if (left.isTemporary) return bringForward(make());
    if (left.id.peek() !== undefined || left.running.peek()) ports.location.push("/");
    show();
  }

  function switchTemporary(): void {
    const left = thread.peek();
    const isTemporary = !left.isTemporary;
    if (!left.isUntouched.peek()) return bringForward(make({ isTemporary }));
    const next = make({ isTemporary }, settingsOf.get(left));
    const text = left.draft.text.peek();
    left.draft.write("");
    if (text !== "") next.draft.write(text);
    bringForward(next);
  }

  ports.tabs.listen((event) => {
    const open = thread.peek();
    if (event.type === "listChanged" || event.conversationId !== open.id.peek()) return;
    if (event.type === "deleted") open.vanish();
    else void open.refresh(true);
  });
  ports.onReturn(() => void thread.peek().refresh());
  let wasStale = false;
  ports.isStale.subscribe((isStale) => {
    // The server is there again, and what is shown was kept from before.
    if (wasStale && !isStale) void thread.peek().refresh();
    wasStale = isStale;
  });

  return {
    thread,
    settings: computed(() => settingsOf.get(thread.value) ?? createChatSettings(ports, notices.show)),
    ended,
    follow,
    startNew,
    switchTemporary,
    open: (id, messageId) => {
      const address = `/c/${encodeURIComponent(id)}`;
      if (messageId !== undefined) ports.location.push(`${address}#${encodeURIComponent(messageId)}`);
      else if (thread.peek().id.peek() !== id) ports.location.push(address);
      show(id, messageId);
    },
    remove: (conversation) => {
      conversations.remove(conversation);
      if (thread.peek().id.peek() === conversation.id) startNew();
    },
  };
}

/** An address that somebody wrote by hand may have broken escapes. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
