import "./ChatSettingsButton.css";
import { useEffect } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { isEmpty } from "../models/chat-fields";
import { presetOf } from "../models/presets-model";
import { Icon } from "./Icon";

/** Beside the box: how this chat's model is asked, and the way to change it. */
export function ChatSettingsButton() {
  const { chat, dialogs, layout, presets, words } = useApp();
  const { settings, chosen } = chat.settings.value;
  const isPlain = isEmpty(settings.value);
  const found = isPlain ? undefined : presetOf(settings.value, presets.offered.value, chosen.value);
  useEffect(() => {
    // One's own presets have names, which only the server knows.
    if (!isPlain && found === undefined) void presets.load();
  }, [isPlain, found === undefined, presets]);

  const { title, changed, own } = words.chatSettings;
  const name = found?.isChanged ? changed(found.preset.name) : (found?.preset.name ?? own);
  const fetchAhead = () => void dialogs.load();
  return html`
    <button
      class="tune"
      type="button"
      data-set=${!isPlain}
      aria-haspopup="dialog"
      aria-label=${isPlain ? title : `${title}: ${name}`}
      title=${settings.value.system ?? title}
      onPointerEnter=${fetchAhead}
      onFocus=${fetchAhead}
      onClick=${() => layout.openDialog("chat")}
    >
      <${Icon} name="tune" /> <span>${isPlain ? title : name}</span>
    </button>
  `;
}
