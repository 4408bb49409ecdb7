import type { Conversation } from "../../runtime/contract/conversation";
import type { AppModel } from "../models/app-model";
import type { MenuItem } from "./MenuButton";

/** What one can do with a conversation, wherever it is shown. */
export function conversationActions(
  { chat, conversations, words }: AppModel,
  conversation: Conversation,
  on: { rename: () => void; remove?: () => void },
): MenuItem[] {
  const { id, pinned } = conversation;
  const pin = () => void conversations.change(id, { pinned: !pinned });
  const remove = () => {
    on.remove?.();
    chat.remove(conversation);
  };
  return [
    { key: "rename", label: words.rename, icon: "pencil", run: on.rename },
    { key: "pin", label: pinned ? words.unpin : words.pin, icon: "pin", run: pin },
    { key: "delete", label: words.deleteChat, icon: "bin", isApart: true, run: remove },
  ];
}
