import "./Foot.css";
import { useApp } from "../context";
import { html } from "../html";
import type { DialogName } from "../models/layout-model";
import { AttachButton } from "./AttachButton";
import { ChatSettingsButton } from "./ChatSettingsButton";
import { Composer } from "./Composer";
import { SiteFooter } from "./SiteFooter";

/** The box to write in, and what is always at hand. */
export function Foot() {
  const { chat, dialogs, layout, words } = useApp();
  const thread = chat.thread.value;
  const fetchAhead = () => void dialogs.load();
  const ways: { name: DialogName; label: string }[] = [
    { name: "api", label: words.useViaApi },
    { name: "settings", label: words.settings },
    { name: "shortcuts", label: words.shortcuts },
  ];
  return html`
    <footer class="foot">
      <${Composer} key=${thread.key} thread=${thread}>
        <${AttachButton} attaching=${thread.attaching} />
        <${ChatSettingsButton} />
      <//>
      <p class="hand" onPointerOver=${fetchAhead} onFocusIn=${fetchAhead}>
        ${ways.map(
          ({ name, label }, index) => html`
            ${index > 0 && html`<span aria-hidden="true"> · </span>`}
            <button key=${name} data-name=${name} onClick=${() => layout.openDialog(name)}>${label}</button>
          `,
        )}
      </p>
      <${SiteFooter} />
    </footer>
  `;
}
