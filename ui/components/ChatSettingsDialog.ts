import "./ChatSettingsDialog.css";
import { useEffect } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { maxReplyTokens } from "../models/chat-fields";
import { Dialog } from "./Dialog";
import { PresetKeeping } from "./PresetKeeping";
import { PresetSelect } from "./PresetSelect";
import { SettingField } from "./SettingField";
import { TemperatureField } from "./TemperatureField";

/** How the model is asked in this chat. */
export function ChatSettingsDialog() {
  const { boot, chat, presets, words } = useApp();
  const model = chat.settings.value;
  const { fields, wrong, saving } = model;
  const { system, maxTokens } = fields.value;
  const says = words.chatSettings;
  useEffect(() => {
    void presets.load();
    return () => {
      presets.forget();
      void model.settle();
    };
  }, [model, presets]);

  const write = (field: "system" | "maxTokens" | "model") => (event: Event) =>
    model.write({ [field]: (event.currentTarget as HTMLInputElement).value });
  const mostTokens = maxReplyTokens(boot.defaults);
  return html`
    <${Dialog} title=${says.title} place="box">
      <form class="tuning" onSubmit=${(event: Event) => event.preventDefault()}>
        <${PresetSelect} />
        <${SettingField}
          label=${says.system}
          problem=${wrong.value.has("system") && says.systemTooLong(limits.systemChars, system.length)}
          field=${(given: object) => html`
            <textarea
              ...${given}
              rows="4"
              placeholder=${says.systemDefault}
              value=${system}
              onInput=${write("system")}
            />
          `}
        />
        <${TemperatureField} />
        <${SettingField}
          label=${says.maxTokens}
          hint=${says.maxTokensHint(mostTokens)}
          problem=${wrong.value.has("maxTokens") && says.maxTokensWrong(mostTokens)}
          field=${(given: object) => html`
            <input
              ...${given}
              inputmode="numeric"
              autocomplete="off"
              placeholder=${String(boot.defaults.maxTokens)}
              value=${maxTokens}
              onInput=${write("maxTokens")}
            />
          `}
        />
        ${
          boot.models.length > 1 &&
          html`<${SettingField}
            label=${says.model}
            field=${(given: object) => html`
              <select ...${given} value=${fields.value.model} onChange=${write("model")}>
                ${boot.models.map(
                  (name, index) => html`
                    <option key=${name} value=${index === 0 ? "" : name}>${name}</option>
                  `,
                )}
              </select>
            `}
          />`
        }
        <${PresetKeeping} />
        ${
          saving.value === "failed" &&
          html`<p class="wrong" role="alert">
            ${says.notSaved}
            <button class="button" type="button" onClick=${() => void model.saved()}>
              ${words.tryAgain}
            </button>
          </p>`
        }
      </form>
    <//>
  `;
}
