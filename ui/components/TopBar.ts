import "./TopBar.css";
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { useHandedFocus } from "./handed-focus";
import { Icon } from "./Icon";
import { MenuButton } from "./MenuButton";
import { TemporarySwitch } from "./TemporarySwitch";
import { useChatParts } from "./use-chat-parts";

/** The title of the conversation, what can be done with it, and who answers. */
export function TopBar() {
  const app = useApp();
  const { chat, conversations, layout, words } = app;
  const bar = useRef<HTMLDivElement>(null);
  const isSidebarOpen = layout.sidebarOpen.value;
  const showButton = useHandedFocus(!isSidebarOpen);
  const renaming = useSignal<string | undefined>(undefined);
  const thread = chat.thread.value;
  const heading = thread.heading.value;
  const id = thread.id.value;
  const conversation = id === undefined ? undefined : conversations.find(id);
  const late = useChatParts();
  const isTakeable = thread.isTemporary && thread.state.value === "ready";
  const RenameBox = conversation && renaming.value === id ? late.parts.value?.RenameBox : undefined;
  // A running reply has not said yet which model writes it. Computed: its words come many times a second.
  const model = useComputed(() => {
    const path = chat.thread.value.entries.path.value;
    return path.findLast(({ message }) => message.value.model)?.message.value.model;
  }).value;

  const onRenamed = (byKey: boolean) => {
    renaming.value = undefined;
    if (byKey) requestAnimationFrame(() => bar.current?.querySelector<HTMLElement>(".menu-button")?.focus());
  };
  const rename = () => void late.use(() => (renaming.value = id));
  const copy = () => conversation && void app.transfer.copy(conversation);
  return html`
    <div class="bar" ref=${bar}>
      ${
        !isSidebarOpen &&
        html`<button
          class="icon"
          ref=${showButton}
          aria-label=${words.showConversations}
          onClick=${layout.showSidebar}
        >
          <${Icon} name="panel" />
        </button>`
      }
      ${
        RenameBox
          ? html`<${RenameBox} key=${id} conversation=${conversation} onDone=${onRenamed} />`
          : html`<h1 dir="auto">${heading || html`<span class="unseen">${words.loading}</span>`}</h1>`
      }
      ${model && html`<span class="model" title=${model}>${model}</span>`}
      <${TemporarySwitch} />
      ${
        !isSidebarOpen &&
        html`<button class="icon" aria-label=${words.newChat} onClick=${chat.startNew}>
          <${Icon} name="plus" />
        </button>`
      }
      ${
        (conversation || isTakeable) &&
        html`<${MenuButton}
          key=${thread.key}
          label=${words.thisChatActions}
          conversation=${conversation}
          late=${late}
          on=${{ rename, copy }}
        />`
      }
    </div>
  `;
}
