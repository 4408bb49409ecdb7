import type { Conversation } from "../../runtime/contract/conversation";
import { useApp } from "../context";
import { html } from "../html";
import { type ActionsOf, conversationActions, temporaryActions } from "./conversation-actions";
import { Menu, type MenuProps } from "./Menu";

export { RenameBox } from "./RenameBox";

export interface ChatMenuProps extends Omit<MenuProps, "items"> {
  /** None: the chat that is shown is a temporary one. */
  conversation?: Conversation;
  on: ActionsOf;
}

/** What one can do with a conversation. Fetched when somebody first wants to. */
export function ChatMenu({ conversation, on, ...menu }: ChatMenuProps) {
  const app = useApp();
  const items = conversation ? conversationActions(app, conversation, on) : temporaryActions(app);
  return html`<${Menu} ...${menu} items=${items} />`;
}
