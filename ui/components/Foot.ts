import "./Foot.css";
import { useApp } from "../context";
import { html } from "../html";
import { Composer } from "./Composer";
import { SiteFooter } from "./SiteFooter";

/** The box to write in, and what is always at hand. */
export function Foot() {
  const { chat, layout, words } = useApp();
  const thread = chat.thread.value;
  return html`
    <footer class="foot">
      <${Composer} key=${thread.key} thread=${thread} />
      <p class="hand">
        <button onClick=${() => layout.openDialog("api")}>${words.useViaApi}</button>
        <span aria-hidden="true"> · </span>
        <button onClick=${() => layout.openDialog("settings")}>${words.settings}</button>
      </p>
      <${SiteFooter} />
    </footer>
  `;
}
