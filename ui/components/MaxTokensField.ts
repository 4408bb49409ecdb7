import { useApp } from "../context";
import { html } from "../html";
import { maxReplyTokens } from "../models/chat-fields";
import { SettingField } from "./SettingField";

/** How long a reply may become. */
export function MaxTokensField() {
  const { boot, chat, dialogWords } = useApp();
  const model = chat.settings.value;
  const says = dialogWords.chatSettings;
  const most = maxReplyTokens(boot.defaults);
  const onInput = (event: Event) =>
    model.write({ maxTokens: (event.currentTarget as HTMLInputElement).value });
  return html`
    <${SettingField}
      label=${says.maxTokens}
      hint=${says.maxTokensHint(most)}
      problem=${model.wrong.value.has("maxTokens") && says.maxTokensWrong(most)}
      field=${(given: object) => html`
        <input
          ...${given}
          inputmode="numeric"
          autocomplete="off"
          placeholder=${String(boot.defaults.maxTokens)}
          value=${model.fields.value.maxTokens}
          onInput=${onInput}
        />
      `}
    />
  `;
}
