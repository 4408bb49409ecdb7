import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { SettingField } from "./SettingField";

/** Where the slider stands while nothing is set. */
const middle = 1;

/** How much chance is in the words: a slider, a number, or as the model has it. */
export function TemperatureField() {
  const { chat, dialogWords } = useApp();
  const model = chat.settings.value;
  const { temperature: text } = model.fields.value;
  const isWrong = model.wrong.value.has("temperature");
  const says = dialogWords.chatSettings;
  const set = model.settings.value.temperature;
  const write = (event: Event) =>
    model.write({ temperature: (event.currentTarget as HTMLInputElement).value });
  return html`
    <${SettingField}
      label=${says.temperature}
      hint=${says.temperatureHint}
      problem=${isWrong && says.temperatureWrong(limits.temperatureMax)}
      field=${(given: object) => html`
        <span class="slider">
          <input
            type="range"
            min="0"
            max=${limits.temperatureMax}
            step="0.1"
            aria-label=${says.temperature}
            aria-valuetext=${set === undefined ? says.modelDefault : undefined}
            data-set=${set !== undefined}
            value=${set ?? middle}
            onInput=${write}
          />
          <input
            ...${given}
            inputmode="decimal"
            autocomplete="off"
            placeholder=${says.modelDefault}
            value=${text}
            onInput=${write}
          />
        </span>
      `}
    />
  `;
}
