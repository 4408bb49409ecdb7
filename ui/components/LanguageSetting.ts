import "./LanguageSetting.css";
import { useSignal } from "@preact/signals";
import { useApp } from "../context";
import { html } from "../html";
import { type LanguageChoice, languages } from "../messages/languages";

/** Which language the page speaks; each is called as its speakers call it. */
export function LanguageSetting() {
  const { dialogWords, language } = useApp();
  const hasFailed = useSignal(false);
  const onChange = async (event: Event) => {
    const select = event.currentTarget as HTMLSelectElement;
    hasFailed.value = !(await language.choose(select.value as LanguageChoice));
    if (hasFailed.value) select.value = language.choice.value;
  };
  return html`
    <div class="setting language">
      <label for="language">${dialogWords.language}</label>
      <select id="language" value=${language.choice.value} onChange=${onChange}>
        <option value="system">${dialogWords.systemLanguage(languages[language.system].name)}</option>
        ${Object.entries(languages).map(
          ([code, { name, tag }]) => html`<option key=${code} value=${code} lang=${tag}>${name}</option>`,
        )}
      </select>
      <p role="alert">${hasFailed.value ? dialogWords.languageFailed : ""}</p>
    </div>
  `;
}
