import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import type { MessageStatus } from "../../runtime/contract/message";
import type { PagePorts } from "../ports";
import { type ChatSettingsModel, createChatSettings } from "./chat-settings-model";
import type { ConversationsModel } from "./conversations-model";
import type { Entry } from "./entry";
import type { NoticesModel } from "./notices-model";
import { type ThreadModel, createThreadModel } from "./thread-model";
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
  const thread = signal(make());

  function make(id?: string): ThreadModel {
    const settings = createChatSettings(ports, notices.show);
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
    const given = id === undefined ? undefined : { id, title: conversations.find(id)?.title };
    const made = createThreadModel(threadPorts, given);
    settingsOf.set(made, settings);
    return made;
  }

  function leave(left: ThreadModel): void {
    left.leave();
    if (left.running.peek() !== undefined) busy.add(left);
    else left.close();
  }

  function show(id?: string, messageId?: string): void {
    const left = thread.peek();
    if (left.id.peek() === id && (id !== undefined || left.running.peek() === undefined)) {
      if (messageId !== undefined) void left.reveal(messageId);
      return;
    }
    const kept = [...busy].find((one) => id !== undefined && one.id.peek() === id);
    if (kept) busy.delete(kept);
    const next = kept ?? make(id);
    thread.value = next;
    leave(left);
    if (id !== undefined) void bring(next, kept !== undefined, messageId);
  }

  async function bring(next: ThreadModel, isLoaded: boolean, messageId?: string): Promise<void> {
    if (!isLoaded) await next.load();
    if (messageId !== undefined && thread.peek() === next) await next.reveal(messageId);
  }

  function follow(): void {
    const id = chatPath.exec(ports.location.path())?.[1];
    const messageId = ports.location.hash() === "" ? undefined : ports.location.hash();
    show(id === undefined ? undefined : decodeURIComponent(id), messageId);
  }

  function startNew(): void {
    if (thread.peek().id.peek() !== undefined || thread.peek().running.peek()) ports.location.push("/");
    show();
  }

  ports.tabs.listen((event) => {
    const open = thread.peek();
    if (event.type === "listChanged" || event.conversationId !== open.id.peek()) return;
    if (event.type === "deleted") open.vanish();
    else void open.refresh(true);
  });
  ports.onReturn(() => void thread.peek().refresh());

  return {
    thread,
    settings: computed(() => settingsOf.get(thread.value) ?? createChatSettings(ports, notices.show)),
    ended,
    follow,
    startNew,
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
