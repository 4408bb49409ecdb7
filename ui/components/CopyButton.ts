import { useSignal } from "@preact/signals";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

export interface CopyButtonProps {
  text: string;
  label: string;
}

/** Copies a text, and shows for a moment that it did. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { copy } = useApp();
  const isDone = useSignal(false);
  const onClick = async () => {
    if (!(await copy(text))) return;
    isDone.value = true;
    setTimeout(() => (isDone.value = false), 1_500);
  };
  return html`
    <button class="icon" type="button" aria-label=${label} title=${label} onClick=${onClick}>
      <${Icon} name=${isDone.value ? "check" : "copy"} />
    </button>
  `;
}
