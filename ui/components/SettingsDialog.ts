import "./SettingsDialog.css";
import { useApp } from "../context";
import { html } from "../html";
import { themeChoices } from "../models/theme-model";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import { LanguageSetting } from "./LanguageSetting";
import { YourData } from "./YourData";

/** What a person may set for themselves. */
export function SettingsDialog() {
  const { dialogWords, layout, theme, words } = useApp();
  return html`
    <${Dialog} title=${words.settings}>
      <fieldset class="setting">
        <legend>${dialogWords.theme}</legend>
        <div class="choice">
          ${themeChoices.map(
            (choice) => html`
              <label key=${choice}>
                <input
                  type="radio"
                  name="theme"
                  value=${choice}
                  checked=${theme.choice.value === choice}
                  onChange=${() => theme.choose(choice)}
                />
                <span>${dialogWords.themes[choice]}</span>
              </label>
            `,
          )}
        </div>
      </fieldset>
      <${LanguageSetting} />
      <${YourData} />
      <button class="onward" onClick=${() => layout.openDialog("files")}>
        ${dialogWords.files.title} <${Icon} name="right" />
      </button>
      <button class="onward" onClick=${() => layout.openDialog("keys")}>
        ${dialogWords.keys.title} <${Icon} name="right" />
      </button>
      <button class="onward" onClick=${() => layout.openDialog("usage")}>
        ${dialogWords.usage.title} <${Icon} name="right" />
      </button>
      <button class="onward" onClick=${() => layout.openDialog("shortcuts")}>
        ${words.shortcuts} <${Icon} name="right" />
      </button>
    <//>
  `;
}
