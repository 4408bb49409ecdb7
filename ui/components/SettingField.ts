import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { html } from "../html";

export interface SettingFieldProps {
  label: string;
  hint?: string;
  /** What is wrong with what stands in it. */
  problem?: string | false;
  /** Makes the field, with the attributes that tie its words to it. */
  field: (given: object) => VNode;
}

/** A field with its name, and what is to be said about it. */
export function SettingField({ label, hint, problem, field }: SettingFieldProps) {
  const id = useId();
  const isWrong = typeof problem === "string";
  const note = isWrong ? problem : hint;
  const given = { id, "aria-invalid": isWrong, "aria-describedby": note ? `${id}-note` : undefined };
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${field(given)}
      <p id=${`${id}-note`} class=${isWrong ? "wrong" : "hint"} aria-live="polite">${note}</p>
    </div>
  `;
}
