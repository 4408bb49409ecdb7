import "./TemporarySwitch.css";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

/** Whether this chat is one that is never stored. Only an empty chat can become one. */
export function TemporarySwitch() {
  const { chat, words } = useApp();
  const { isTemporary, isUntouched } = chat.thread.value;
  if (!isTemporary && !isUntouched.value) return null;
  return html`
    <button
      class="icon temporary-switch"
      aria-label=${words.temporaryChat}
      aria-pressed=${isTemporary}
      title=${words.temporaryChat}
      onClick=${chat.switchTemporary}
    >
      <${Icon} name="bubble" /> <span>${words.temporaryChat}</span>
    </button>
  `;
}
