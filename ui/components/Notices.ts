import "./Notices.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Notice } from "../models/notices-model";
import { Icon } from "./Icon";

/** Short messages that come and go. */
export function Notices() {
  const { notices, words } = useApp();
  const act = (notice: Notice) => () => {
    notice.action?.run();
    notices.dismiss(notice);
  };
  return html`
    <div class="notices" role="status">
      ${notices.items.value.map(
        (notice) => html`
          <div class="notice" key=${notice} data-tone=${notice.tone}>
            <span>${notice.text}</span>
            ${notice.progress && html`<span class="progress" aria-live="off">${notice.progress}</span>`}
            ${notice.action && html`<button class="act" onClick=${act(notice)}>${notice.action.label}</button>`}
            <button class="icon" aria-label=${words.dismiss} onClick=${() => notices.dismiss(notice)}>
              <${Icon} name="close" />
            </button>
          </div>
        `,
      )}
    </div>
  `;
}
