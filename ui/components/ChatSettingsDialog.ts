import "./fields.css";
import "./ChatSettingsDialog.css";
import { useEffect } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import type { ChatSettingsModel } from "../models/chat-settings-model";
import { Dialog } from "./Dialog";
import { MaxTokensField } from "./MaxTokensField";
import { ModelField } from "./ModelField";
import { PresetKeeping } from "./PresetKeeping";
import { PresetSelect } from "./PresetSelect";
import { SettingField } from "./SettingField";
import { TemperatureField } from "./TemperatureField";

/** How the model is asked in this chat. */
export function ChatSettingsDialog() {
  const { chat, presets, words } = useApp();
  const model = chat.settings.value;
  useEffect(() => {
    void presets.load();
    return () => {
      presets.forget();
      void model.settle();
    };
  }, [model, presets]);
  return html`
    <${Dialog} title=${words.chatSettings.title} place="box">
      <form class="tuning fields" onSubmit=${(event: Event) => event.preventDefault()}>
        <${PresetSelect} />
        <${SystemField} model=${model} />
        <${TemperatureField} />
        <${MaxTokensField} />
        <${ModelField} />
        <${PresetKeeping} />
        ${
          model.saving.value === "failed" &&
          html`<p class="wrong" role="alert">
            ${words.chatSettings.notSaved}
            <button class="button" type="button" onClick=${() => void model.saved()}>
              ${words.tryAgain}
            </button>
          </p>`
        }
      </form>
    <//>
  `;
}

/** What the model is told first. */
function SystemField({ model }: { model: ChatSettingsModel }) {
  const says = useApp().dialogWords.chatSettings;
  const { system } = model.fields.value;
  const onInput = (event: Event) =>
    model.write({ system: (event.currentTarget as HTMLTextAreaElement).value });
  return html`<${SettingField}
    label=${says.system}
    problem=${model.wrong.value.has("system") && says.systemTooLong(limits.systemChars, system.length)}
    field=${(given: object) => html`
      <textarea ...${given} rows="4" placeholder=${says.systemDefault} value=${system} onInput=${onInput} />
    `}
  />`;
}
