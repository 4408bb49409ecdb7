import "./TopBar.css";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

/** The title of the conversation, and who answers. */
export function TopBar() {
  const { chat, layout, words } = useApp();
  const thread = chat.thread.value;
  // A running reply has not said yet which model writes it.
  const model = thread.entries.path.value.findLast(({ message }) => message.value.model)?.message.value.model;
  return html`
    <div class="bar">
      ${
        !layout.sidebarOpen.value &&
        html`<button class="icon" aria-label=${words.showConversations} onClick=${layout.showSidebar}>
          <${Icon} name="panel" />
        </button>`
      }
      <h1>${thread.heading}</h1>
      ${model && html`<span class="model">${model}</span>`}
      ${
        !layout.sidebarOpen.value &&
        html`<button class="icon" aria-label=${words.newChat} onClick=${chat.startNew}>
          <${Icon} name="plus" />
        </button>`
      }
    </div>
  `;
}
