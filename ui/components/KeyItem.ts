import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Key } from "../../runtime/contract/key";
import { useApp } from "../context";
import { html } from "../html";
import type { KeysModel } from "../models/keys-model";

export interface KeyItemProps {
  of: Key;
  keys: KeysModel;
}

/** One key of the list, and the way to be rid of it. */
export function KeyItem({ of, keys }: KeyItemProps) {
  const { dialogWords, words } = useApp();
  const isAsking = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const item = useRef<HTMLLIElement>(null);
  const says = dialogWords.keys;
  const asking = isAsking.value;
  const wasAsking = useRef(false);
  // What was pressed is gone: the focus goes to what stands in its place.
  useLayoutEffect(() => {
    if (asking !== wasAsking.current) item.current?.querySelector("button")?.focus();
    wasAsking.current = asking;
  }, [asking]);
  const revoke = async () => {
    const list = item.current?.closest("dialog");
    problem.value = await keys.revoke(of);
    if (problem.value === undefined) list?.querySelector("input")?.focus();
    else isAsking.value = false;
  };
  const act = (label: string, text: string, onClick: () => void, tone?: string) =>
    html`<button class="button" type="button" aria-label=${label} data-tone=${tone} onClick=${onClick}>
      ${text}
    </button>`;
  return html`
    <li ref=${item}>
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
        !asking &&
        of.isFromStack !== true &&
        act(says.revokeNamed(of.name), says.revoke, () => (isAsking.value = true))
      }
      ${
        asking &&
        html`<div class="sure" role="group" aria-label=${says.revokeNamed(of.name)}>
          <p>${says.sure}</p>
          ${act(words.cancel, words.cancel, () => (isAsking.value = false))}
          ${act(says.revokeNow, says.revokeNow, () => void revoke(), "danger")}
        </div>`
      }
      ${problem.value !== undefined && html`<p class="wrong" role="alert">${problem.value}</p>`}
    </li>
  `;
}
