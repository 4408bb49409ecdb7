import "./fields.css";
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import type { KeysModel } from "../models/keys-model";

export interface KeyMakingProps {
  keys: KeysModel;
}

/** Makes a key: its name and, for an admin, whose it is to be. */
export function KeyMaking({ keys }: KeyMakingProps) {
  const { dialogWords } = useApp();
  const name = useRef<HTMLInputElement>(null);
  const owner = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const says = dialogWords.keys;
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.peek()) return;
    isBusy.value = true;
    problem.value = await keys.make(name.current?.value ?? "", owner.current?.value ?? "");
    isBusy.value = false;
    if (problem.value !== undefined) name.current?.focus();
    else if (name.current) name.current.value = "";
  };
  const isWrong = problem.value !== undefined;
  return html`
    <form class="making fields" onSubmit=${onSubmit}>
      <label>
        ${says.name}
        <input
          ref=${name}
          maxlength=${limits.keyNameChars}
          autocomplete="off"
          placeholder=${says.nameExample}
          aria-invalid=${isWrong}
          aria-describedby="key-problem"
        />
      </label>
      ${keys.user.value?.isAdmin === true && html`<${OwnerField} box=${owner} />`}
      <button class="button" disabled=${isBusy.value}>${says.make}</button>
      <p id="key-problem" class="wrong" aria-live="polite">${problem.value}</p>
    </form>
  `;
}

/** Whose key it is to be. */
function OwnerField({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const says = useApp().dialogWords.keys;
  return html`<label>
    ${says.owner}
    <input
      ref=${box}
      maxlength=${limits.ownerChars}
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      placeholder=${says.ownerSelf}
    />
  </label>`;
}
