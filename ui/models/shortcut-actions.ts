import type { PagePorts } from "../ports";
import type { ChatModel } from "./chat-model";
import type { ConversationsModel } from "./conversations-model";
import type { LayoutModel } from "./layout-model";
import type { ShortcutActions } from "./shortcuts";

export type FocusPlace = "box" | "search";

export interface ShortcutParts {
  chat: ChatModel;
  conversations: ConversationsModel;
  layout: LayoutModel;
  copy: (text: string) => Promise<boolean>;
  focus: (place: FocusPlace) => void;
}

/** What the page does at a key. */
export function createShortcutActions(
  ports: Pick<PagePorts, "frame">,
  { chat, conversations, layout, copy, focus }: ShortcutParts,
): ShortcutActions {
  const thread = () => chat.thread.peek();
  const isDrawerOpen = () => layout.isDrawer.peek() && layout.sidebarOpen.peek();

  function focusBox(): void {
    layout.leaveSidebar();
    // What is hidden, or just coming, cannot take the focus yet.
    ports.frame(() => focus("box"));
  }

  return {
    focusBox,
    copyReply: () => {
      const replies = thread()
        .entries.path.peek()
        .map(({ message }) => message.peek());
      const last = replies.findLast(({ role, text }) => role === "assistant" && text !== "");
      if (last) void copy(last.text);
    },
    newChat: () => {
      chat.startNew();
      focusBox();
    },
    focusSearch: () => {
      layout.showSidebar();
      ports.frame(() => focus("search"));
    },
    goToChat: (step) => {
      const ids = conversations.groups
        .peek()
        .flatMap(({ conversations: inGroup }) => inGroup.map(({ id }) => id));
      const here = ids.indexOf(thread().id.peek() ?? "");
      const next = ids[here + step];
      if (next !== undefined && here + step >= 0) chat.open(next);
    },
    toggleSidebar: () => (layout.sidebarOpen.peek() ? layout.hideSidebar() : layout.showSidebar()),
    openSettings: () => layout.openDialog("settings"),
    openShortcuts: () => layout.openDialog("shortcuts"),
    stop: () => void thread().stop(),
    mayStop: () => thread().running.peek() !== undefined && !isDrawerOpen(),
  };
}
