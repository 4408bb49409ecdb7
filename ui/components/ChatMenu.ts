import type { Conversation } from "../../runtime/contract/conversation";
import { useApp } from "../context";
import { html } from "../html";
import { type ActionsOf, conversationActions } from "./conversation-actions";
import { Menu, type MenuProps } from "./Menu";

export { RenameBox } from "./RenameBox";

export interface ChatMenuProps extends Omit<MenuProps, "items"> {
  conversation: Conversation;
  on: ActionsOf;
}

/** What one can do with a conversation. Fetched when somebody first wants to. */
export function ChatMenu({ conversation, on, ...menu }: ChatMenuProps) {
  return html`<${Menu} ...${menu} items=${conversationActions(useApp(), conversation, on)} />`;
}
