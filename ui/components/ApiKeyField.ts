import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";

export interface ApiKeyFieldProps {
  value: string;
  onInput: (text: string) => void;
}

/** Puts a key into the snippets, on request. The server hands out none: whoever has one pastes it. */
export function ApiKeyField({ value, onInput }: ApiKeyFieldProps) {
  const { dialogWords } = useApp();
  const isAsked = useSignal(false);
  const box = useRef<HTMLInputElement>(null);
  const asked = isAsked.value;
  // Before the next key, which is meant for it.
  useLayoutEffect(() => {
    if (asked) box.current?.focus();
  }, [asked]);
  const toggle = () => {
    isAsked.value = !isAsked.value;
    onInput("");
  };
  return html`
    <div class="key">
      ${
        asked &&
        html`<input
          ref=${box}
          type="password"
          autocomplete="off"
          spellcheck="false"
          aria-label=${dialogWords.api.key}
          placeholder=${dialogWords.api.key}
          value=${value}
          onInput=${(event: Event) => onInput((event.currentTarget as HTMLInputElement).value)}
        />`
      }
      <button class="button" type="button" aria-expanded=${asked} onClick=${toggle}>
        ${asked ? dialogWords.api.hideKey : dialogWords.api.showKey}
      </button>
      ${asked && html`<p>${dialogWords.api.keyStays}</p>`}
    </div>
  `;
}
