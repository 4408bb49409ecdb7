import type { Conversation } from "../../runtime/contract/conversation";
import type { AppModel } from "../models/app-model";
import type { UnstoredChat } from "../models/unstored-chat";
import { chatIcons } from "./chat-icons";
import type { MenuItem } from "./Menu";

/** What the place where a conversation is shown does about it. */
export interface ActionsOf {
  rename: () => void;
  /** Before it is taken away. */
  remove?: () => void;
  /** Offers to copy the conversation. */
  copy?: () => void;
}

/** What one can do with a temporary chat: take it along, which is the only way to keep it. */
export function temporaryActions({ chat, transfer, words }: AppModel): MenuItem[] {
  const take = (task: (chat: UnstoredChat) => Promise<void>) => () => {
    const unstored = chat.thread.peek().unstored();
    if (unstored) void task(unstored);
  };
  const exportAs = (format: "markdown" | "json") =>
    take(({ conversation, messages }) => transfer.exportOne(conversation, format, messages));
  const copy = take(({ conversation, messages }) => transfer.copy(conversation, messages));
  return [
    { key: "copy", label: words.copyConversation, icon: { name: "copy" }, run: copy },
    { key: "markdown", label: words.exportMarkdown, icon: { name: "text" }, run: exportAs("markdown") },
    { key: "json", label: words.exportJson, icon: { path: chatIcons.braces }, run: exportAs("json") },
  ];
}

/** What one can do with a conversation, wherever it is shown. */
export function conversationActions(
  { chat, conversations, transfer, words }: AppModel,
  conversation: Conversation,
  on: ActionsOf,
): MenuItem[] {
  const { id, pinned } = conversation;
  const exportAs = (format: "markdown" | "json") => () => void transfer.exportOne(conversation, format);
  const pin = () => void conversations.change(id, { pinned: !pinned });
  const remove = () => {
    on.remove?.();
    chat.remove(conversation);
  };
  const copy: MenuItem[] = on.copy
    ? [{ key: "copy", label: words.copyConversation, icon: { name: "copy" }, isApart: true, run: on.copy }]
    : [];
  return [
    { key: "rename", label: words.rename, icon: { name: "edit" }, run: on.rename },
    { key: "pin", label: pinned ? words.unpin : words.pin, icon: { path: chatIcons.pin }, run: pin },
    ...copy,
    {
      key: "markdown",
      label: words.exportMarkdown,
      icon: { name: "text" },
      isApart: !on.copy,
      run: exportAs("markdown"),
    },
    { key: "json", label: words.exportJson, icon: { path: chatIcons.braces }, run: exportAs("json") },
    { key: "delete", label: words.deleteChat, icon: { name: "bin" }, isApart: true, run: remove },
  ];
}
