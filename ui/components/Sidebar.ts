import "./Sidebar.css";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { Account } from "./Account";
import { ConversationList } from "./ConversationList";
import { useEscape } from "./escape-key";
import { useHandedFocus } from "./handed-focus";
import { Icon } from "./Icon";
import { SearchResults } from "./SearchResults";

/** Everything one has talked about; a drawer where the page is narrow. */
export function Sidebar() {
  const { layout, chat, conversations, site, words } = useApp();
  const isOpen = layout.sidebarOpen.value;
  const hideButton = useHandedFocus(isOpen);
  useEscape(isOpen && layout.isDrawer.value && layout.dialog.value === undefined, layout.hideSidebar);

  const startNew = () => {
    chat.startNew();
    layout.leaveSidebar();
  };
  const onSearch = (event: InputEvent) =>
    void conversations.search.write((event.currentTarget as HTMLInputElement).value);

  return html`
    <nav class="side" aria-label=${words.conversations} hidden=${!isOpen}>
      <header>
        <span dir="auto">${site.name}</span>
        <button
          class="icon"
          ref=${hideButton}
          aria-label=${words.hideConversations}
          onClick=${layout.hideSidebar}
        >
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
