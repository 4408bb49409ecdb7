import { useApp } from "../context";
import { html } from "../html";

/** Says what those who listen would otherwise miss: a reply as it grows, how it ended, that a copy was made. */
export function LiveRegion() {
  const { announcements, copies, words } = useApp();
  // Each is a node of its own: what is new is said, what was said is not said again.
  return html`
    <div class="unseen" aria-live="polite" aria-relevant="additions" data-announcements>
      ${announcements.items.value.map(({ key, text }) => html`<p key=${key} dir="auto">${text}</p>`)}
    </div>
    <div class="unseen" role="status">
      <span key=${copies.value}>${copies.value > 0 ? words.copied : ""}</span>
    </div>
  `;
}
