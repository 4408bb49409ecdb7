import { useApp } from "../context";
import { html } from "../html";
import { SettingField } from "./SettingField";

/** Which model answers, where there are several; the first one does where nothing is set. */
export function ModelField() {
  const { boot, chat, dialogWords } = useApp();
  const model = chat.settings.value;
  if (boot.models.length < 2) return null;
  const onChange = (event: Event) => model.write({ model: (event.currentTarget as HTMLSelectElement).value });
  return html`
    <${SettingField}
      label=${dialogWords.chatSettings.model}
      field=${(given: object) => html`
        <select ...${given} value=${model.fields.value.model} onChange=${onChange}>
          ${boot.models.map(
            (name, index) => html`<option key=${name} value=${index === 0 ? "" : name}>${name}</option>`,
          )}
        </select>
      `}
    />
  `;
}
