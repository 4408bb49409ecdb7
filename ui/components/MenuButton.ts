import "./MenuButton.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Conversation } from "../../runtime/contract/conversation";
import { html } from "../html";
import type { ActionsOf } from "./conversation-actions";
import { Icon } from "./Icon";
import type { LateParts } from "./use-chat-parts";

export interface MenuButtonProps {
  label: string;
  /** None: the chat that is shown is a temporary one. */
  conversation?: Conversation;
  on: ActionsOf;
  late: LateParts;
}

/** Three dots that open the menu of a chat. */
export function MenuButton({ label, conversation, on, late }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = useSignal(false);
  const open = () => void late.use(() => (isOpen.value = true));
  const close = () => (isOpen.value = false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open();
  };
  const ChatMenu = late.parts.value?.ChatMenu;
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
