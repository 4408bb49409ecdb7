import "./Sure.css";
import { useApp } from "../context";
import { html } from "../html";
import type { AskedRemoval } from "./asked-removal";

export interface SureProps {
  removal: AskedRemoval;
  /** What it is about. */
  name: string;
  question: string;
  /** What the button says that does it. */
  act: string;
}

/** Asks whether something is to go for good. */
export function Sure({ removal, name, question, act }: SureProps) {
  const { words } = useApp();
  return html`<div class="sure" role="group" aria-label=${name}>
    <p>${question}</p>
    <button class="button" type="button" onClick=${removal.cancel}>${words.cancel}</button>
    <button class="button" type="button" data-tone="danger" onClick=${() => void removal.confirm()}>
      ${act}
    </button>
  </div>`;
}
