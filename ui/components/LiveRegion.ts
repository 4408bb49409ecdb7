import { useApp } from "../context";
import { html } from "../html";

/** Says what those who listen would otherwise miss: that a reply has ended, that a copy was made. */
export function LiveRegion() {
  const { chat, copies, words } = useApp();
  const ended = chat.ended.value;
  const text = ended && ended.status !== "running" ? words.announced[ended.status] : "";
  // A new key puts a new node in, so that the same words are said again.
  return html`
    <div class="unseen" role="status"><span key=${ended?.key}>${text}</span></div>
    <div class="unseen" role="status">
      <span key=${copies.value}>${copies.value > 0 ? words.copied : ""}</span>
    </div>
  `;
}
