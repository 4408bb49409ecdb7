import "./fields.css";
import "./People.css";
import { useEffect, useMemo } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { createPeopleModel } from "../models/people-model";
import { PersonItem } from "./PersonItem";

/** Who has a key, in which tier, and who is an admin; an admin changes it here. */
export function People() {
  const app = useApp();
  const model = useMemo(() => createPeopleModel({ api: app.api, words: () => app.words }), [app]);
  useEffect(() => {
    void model.load();
  }, [model]);
  const { words } = app;
  const { people: title } = app.dialogWords.usage;
  return html`
    <section class="people-list fields" aria-label=${title}>
      <h3>${title}</h3>
      ${
        model.hasFailed.value
          ? html`<p class="wrong" role="alert">
              ${words.partFailed}
              <button class="button" type="button" onClick=${() => void model.load()}>
                ${words.tryAgain}
              </button>
            </p>`
          : !model.people.value && html`<p role="status">${words.loading}</p>`
      }
      <ul aria-label=${title}>
        ${model.people.value?.map((one) => html`<${PersonItem} key=${one.id} of=${one} people=${model} />`)}
      </ul>
    </section>
  `;
}
