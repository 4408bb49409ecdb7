import type { Key } from "../../runtime/contract/key";
import { useApp } from "../context";
import { html } from "../html";
import type { KeysModel } from "../models/keys-model";
import { useAskedRemoval } from "./asked-removal";
import { Sure } from "./Sure";

export interface KeyItemProps {
  of: Key;
  keys: KeysModel;
}

/** One key of the list, and the way to be rid of it. */
export function KeyItem({ of, keys }: KeyItemProps) {
  const says = useApp().dialogWords.keys;
  const removal = useAskedRemoval(
    () => keys.revoke(of),
    ({ dialog }) => dialog?.querySelector("input")?.focus(),
  );
  const name = says.revokeNamed(of.name);
  return html`
    <li ref=${removal.item}>
      <div class="what">
        <b dir="auto">${of.isFromStack === true ? says.fromStack : of.name}</b>
        <span>
          <code dir="ltr">…${of.lastFour}</code>
          ${of.owner !== keys.user.value?.id && html`<bdi>${of.owner}</bdi>`}
          <span>${says.madeOn(new Date(of.createdAt))}</span>
          <span>${of.lastUsedAt === undefined ? says.neverUsed : says.usedOn(new Date(of.lastUsedAt))}</span>
        </span>
      </div>
      ${
        !removal.isAsking &&
        of.isFromStack !== true &&
        html`<button class="button" type="button" aria-label=${name} onClick=${removal.ask}>
          ${says.revoke}
        </button>`
      }
      ${
        removal.isAsking &&
        html`<${Sure} removal=${removal} name=${name} question=${says.sure} act=${says.revokeNow} />`
      }
      ${removal.problem !== undefined && html`<p class="wrong" role="alert">${removal.problem}</p>`}
    </li>
  `;
}
