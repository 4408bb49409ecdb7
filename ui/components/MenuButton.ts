import "./MenuButton.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Conversation } from "../../runtime/contract/conversation";
import { html } from "../html";
import type { ActionsOf } from "./conversation-actions";
import { Icon } from "./Icon";
import { useChatParts } from "./use-chat-parts";

export interface MenuButtonProps {
  label: string;
  conversation: Conversation;
  on: ActionsOf;
}

/** Three dots that open the menu of a chat. */
export function MenuButton({ label, conversation, on }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = useSignal(false);
  const { parts, fetch } = useChatParts();
  const open = async () => {
    await fetch();
    isOpen.value = parts.peek() !== undefined;
  };
  const close = () => (isOpen.value = false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    void open();
  };
  const ChatMenu = parts.value?.ChatMenu;
  const menu = { label, conversation, on, opener: button.current, onClose: close };
  return html`
    <button
      ref=${button}
      type="button"
      class="icon menu-button"
      aria-haspopup="menu"
      aria-expanded=${isOpen.value}
      aria-label=${label}
      title=${label}
      onClick=${isOpen.value ? close : open}
      onKeyDown=${onKeyDown}
    >
      <${Icon} name="dots" />
    </button>
    ${ChatMenu && isOpen.value && html`<${ChatMenu} ...${menu} />`}
  `;
}
