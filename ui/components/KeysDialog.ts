import "./KeysDialog.css";
import { useEffect, useMemo } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { createKeysModel } from "../models/keys-model";
import { Dialog } from "./Dialog";
import { KeyItem } from "./KeyItem";
import { KeyMaking } from "./KeyMaking";
import { MadeKey } from "./MadeKey";

/** The keys with which scripts call the API and people sign in. */
export function KeysDialog() {
  const app = useApp();
  // Of this window alone: a key that was made is forgotten when it is closed.
  const keys = useMemo(
    () => createKeysModel({ api: app.api, words: () => app.words, dialogWords: () => app.dialogWords }),
    [app],
  );
  useEffect(() => {
    void keys.load();
  }, [keys]);
  const { dialogWords, words } = app;
  const says = dialogWords.keys;
  const { value: state } = keys.state;
  const isComing = state === "unknown" || (state === "loading" && keys.keys.value.length === 0);
  return html`
    <${Dialog} title=${says.title}>
      <div class="keys">
        <p>${says.intro}</p>
        <${KeyMaking} keys=${keys} />
        <${MadeKey} made=${keys.made.value} />
        ${isComing && html`<p role="status">${words.loading}</p>`}
        ${
          state === "failed" &&
          html`<p class="wrong" role="alert">
            ${says.loadFailed}
            <button class="button" type="button" onClick=${() => void keys.load()}>${words.tryAgain}</button>
          </p>`
        }
        <ul aria-label=${says.title}>
          ${keys.keys.value.map((key) => html`<${KeyItem} key=${key.id} of=${key} keys=${keys} />`)}
        </ul>
      </div>
    <//>
  `;
}
