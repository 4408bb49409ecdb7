import "./ConversationItem.css";
import type { Conversation } from "../../runtime/contract/conversation";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

export interface ConversationItemProps {
  conversation: Conversation;
}

/** A conversation in the list. */
export function ConversationItem({ conversation }: ConversationItemProps) {
  const { chat, layout, words } = useApp();
  const { id, title } = conversation;
  const isCurrent = chat.thread.value.id.value === id;

  const onOpen = (event: MouseEvent) => {
    // A new tab or window is the browser's own business.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    chat.open(id);
    layout.leaveSidebar();
  };
  const onDelete = (event: MouseEvent) => {
    const item = (event.currentTarget as HTMLElement).closest("li");
    const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
    neighbour?.querySelector("a")?.focus();
    chat.remove(conversation);
  };
  return html`
    <li class="item" data-current=${isCurrent}>
      <a href=${`/c/${id}`} aria-current=${isCurrent ? "page" : undefined} title=${title} onClick=${onOpen}>
        ${title}
      </a>
      <button class="icon" aria-label=${words.deleteChat(title)} onClick=${onDelete}>
        <${Icon} name="bin" />
      </button>
    </li>
  `;
}
