import "./TemporaryLine.css";
import { useApp } from "../context";
import { html } from "../html";

/** Says so while the chat shown is one that is never stored. Always there, so that the change is heard. */
export function TemporaryLine() {
  const { chat, words } = useApp();
  const { isTemporary } = chat.thread.value;
  return html`<p class="temporary" role="status">${isTemporary && words.temporaryNote}</p>`;
}
