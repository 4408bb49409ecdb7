import "./ConversationItem.css";
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../runtime/contract/conversation";
import { useApp } from "../context";
import { html } from "../html";
import type { SearchHit } from "../models/conversation-search";
import { Excerpt } from "./Excerpt";
import { MenuButton } from "./MenuButton";
import { useChatParts } from "./use-chat-parts";

export interface ConversationItemProps {
  conversation: Conversation;
  /** Where a search found it, when that was in a text. */
  match?: SearchHit["match"];
}

/** A conversation in the list. */
export function ConversationItem({ conversation, match }: ConversationItemProps) {
  const { chat, layout, words } = useApp();
  const { id, title } = conversation;
  const item = useRef<HTMLLIElement>(null);
  const isRenaming = useSignal(false);
  const late = useChatParts();
  const isCurrent = chat.thread.value.id.value === id;

  const onOpen = (event: MouseEvent) => {
    // A new tab or window is the browser's own business.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    chat.open(id, match?.messageId);
    layout.leaveSidebar();
  };
  const rename = () => void late.use(() => (isRenaming.value = true));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") rename();
  };
  const onRenamed = (byKey: boolean) => {
    isRenaming.value = false;
    if (byKey) requestAnimationFrame(() => item.current?.querySelector("a")?.focus());
  };
  const giveFocusAway = () => {
    const all = [...(item.current?.closest(".list")?.querySelectorAll(".item") ?? [])];
    const here = all.findIndex((one) => one === item.current);
    (all[here + 1] ?? all[here - 1])?.querySelector("a")?.focus();
  };
  useFocusInAnyGroup(item, id);
  const RenameBox = late.parts.value?.RenameBox;
  if (RenameBox && isRenaming.value) {
    return html`<li class="item" ref=${item}>
      <${RenameBox} conversation=${conversation} onDone=${onRenamed} />
    </li>`;
  }
  return html`
    <li class="item" ref=${item} data-current=${isCurrent}>
      <a
        href=${match ? `/c/${id}#${match.messageId}` : `/c/${id}`}
        aria-current=${isCurrent ? "page" : undefined}
        title=${title}
        onClick=${onOpen}
        onDblClick=${rename}
        onKeyDown=${onKeyDown}
      >
        <span dir="auto">${title}</span>
        ${match && html`<${Excerpt} text=${match.excerpt} />`}
      </a>
      <${MenuButton}
        label=${words.chatActions(title)}
        conversation=${conversation}
        late=${late}
        on=${{ rename, remove: giveFocusAway }}
      />
    </li>
  `;
}

/** In another group of the list a conversation is another element: the focus goes along. */
function useFocusInAnyGroup(item: RefObject<HTMLElement | null>, id: string): void {
  useLayoutEffect(
    () => () => {
      if (!item.current?.contains(document.activeElement)) return;
      const selector = `.list a[href="/c/${CSS.escape(id)}"]`;
      requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
    },
    [id, item],
  );
}
