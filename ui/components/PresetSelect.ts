import { useApp } from "../context";
import { html } from "../html";
import { isEmpty } from "../models/chat-fields";
import { type OfferedPreset, presetOf } from "../models/presets-model";
import { SettingField } from "./SettingField";

/** Fills the settings from a preset. */
export function PresetSelect() {
  const { chat, dialogWords, presets, words } = useApp();
  const model = chat.settings.value;
  const offered = presets.offered.value;
  const settings = model.settings.value;
  const says = dialogWords.chatSettings;
  const isPlain = isEmpty(settings);
  const found = isPlain ? undefined : presetOf(settings, offered, model.chosen.value);
  const onChange = (event: Event) => {
    const { value } = event.currentTarget as HTMLSelectElement;
    model.choose(offered.find(({ key }) => key === value));
  };
  const option = ({ key, name }: OfferedPreset) => html`
    <option key=${key} value=${key}>
      ${found?.isChanged && found.preset.key === key ? words.chatSettings.changed(name) : name}
    </option>
  `;
  const bySite = offered.filter(({ own }) => own === undefined);
  const mine = offered.filter(({ own }) => own !== undefined);
  const isOwn = !isPlain && found === undefined;
  if (offered.length === 0 && !isOwn) return null;
  return html`
    <${SettingField}
      label=${says.preset}
      hint=${found?.preset.description}
      field=${(given: object) => html`
        <select ...${given} value=${found?.preset.key ?? (isOwn ? "own" : "")} onChange=${onChange}>
          <option value="">${says.noPreset}</option>
          ${isOwn && html`<option value="own">${words.chatSettings.own}</option>`} ${bySite.map(option)}
          ${mine.length > 0 && html`<optgroup label=${dialogWords.presets.mine}>${mine.map(option)}</optgroup>`}
        </select>
      `}
    />
  `;
}
