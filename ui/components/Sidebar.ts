import "./Sidebar.css";
import { useEffect, useRef } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { Account } from "./Account";
import { ConversationList } from "./ConversationList";
import { Icon } from "./Icon";
import { SearchResults } from "./SearchResults";

/** Everything one has talked about; a drawer where the page is narrow. */
export function Sidebar() {
  const { layout, chat, conversations, site, words } = useApp();
  const nav = useRef<HTMLElement>(null);
  const isOpen = layout.sidebarOpen.value;
  const isDrawer = layout.isDrawer.value;

  useEffect(() => {
    if (!isDrawer || !isOpen) return undefined;
    const opener = document.activeElement;
    nav.current?.querySelector("button")?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [isDrawer, isOpen]);

  const startNew = () => {
    chat.startNew();
    layout.leaveSidebar();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && isDrawer) layout.hideSidebar();
  };
  const onSearch = (event: InputEvent) =>
    void conversations.search.write((event.currentTarget as HTMLInputElement).value);

  return html`
    <nav class="side" ref=${nav} aria-label=${words.conversations} hidden=${!isOpen} onKeyDown=${onKeyDown}>
      <header>
        <span dir="auto">${site.name}</span>
        <button class="icon" aria-label=${words.hideConversations} onClick=${layout.hideSidebar}>
          <${Icon} name="panel" />
        </button>
      </header>
      <button class="new" onClick=${startNew}><${Icon} name="plus" /> ${words.newChat}</button>
      <label class="search">
        <${Icon} name="find" />
        <input
          type="search"
          placeholder=${words.searchChats}
          aria-label=${words.searchChats}
          value=${conversations.search.query.value}
          maxlength=${limits.searchChars}
          onInput=${onSearch}
        />
      </label>
      <${conversations.search.isOn.value ? SearchResults : ConversationList} />
      <${Account} />
    </nav>
  `;
}
