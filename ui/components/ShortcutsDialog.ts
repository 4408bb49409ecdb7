import "./ShortcutsDialog.css";
import { useApp } from "../context";
import { html } from "../html";
import { keyNames } from "../models/key-press";
import type { Shortcut, ShortcutGroup } from "../models/shortcuts";
import { Dialog } from "./Dialog";

const groups: ShortcutGroup[] = ["writing", "chats", "page"];

/** What can be done by a key. */
export function ShortcutsDialog() {
  const { dialogWords, shortcuts, words } = useApp();
  const onSingleKeys = (event: Event) =>
    shortcuts.allowSingleKeys((event.currentTarget as HTMLInputElement).checked);
  return html`
    <${Dialog} title=${words.shortcuts}>
      <div class="shortcuts">
        ${groups.map(
          (group) => html`
            <section key=${group}>
              <h3>${dialogWords.shortcuts.groups[group]}</h3>
              <dl>
                ${shortcuts.table
                  .filter((shortcut) => shortcut.group === group)
                  .map(
                    (shortcut) =>
                      html`<${Row} key=${shortcut.name} shortcut=${shortcut} isMac=${shortcuts.isMac} />`,
                  )}
              </dl>
            </section>
          `,
        )}
      </div>
      <label class="check">
        <input type="checkbox" checked=${shortcuts.singleKeys.value} onChange=${onSingleKeys} />
        ${dialogWords.shortcuts.singleKeys}
      </label>
    <//>
  `;
}

function Row({ shortcut, isMac }: { shortcut: Shortcut; isMac: boolean }) {
  const { dialogWords } = useApp();
  return html`
    <div>
      <dt>${dialogWords.shortcuts.names[shortcut.name]}</dt>
      ${shortcut.keys.map(
        (keys) => html`
          <dd key=${keys.key}>
            ${keyNames(keys, isMac).map((name) => html`<kbd key=${name}>${name}</kbd> `)}
          </dd>
        `,
      )}
    </div>
  `;
}
