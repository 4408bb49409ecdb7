import "./OfflineLine.css";
import { useApp } from "../context";
import { html } from "../html";

/** Says so while what is shown comes from this browser alone. Always there, so that the change is heard. */
export function OfflineLine() {
  const { isOffline, words } = useApp();
  return html`<p class="offline" role="status">${isOffline.value && words.offline}</p>`;
}
