import type { Example } from "../../runtime/contract/site";
import { html } from "../html";

export interface ExampleCardProps {
  example: Example;
  onChoose: (example: Example) => void;
}

/** Something to begin with. */
export function ExampleCard({ example, onChoose }: ExampleCardProps) {
  const { icon, title, text } = example;
  return html`
    <button class="card" onClick=${() => onChoose(example)}>
      ${icon && html`<i aria-hidden="true">${icon}</i>`}
      <b dir="auto">${title}</b>${text && html`<span dir="auto">${text}</span>`}
    </button>
  `;
}
