import { useLayoutEffect, useRef } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { isForInputMethod } from "../input-method";

export interface PresetNameProps {
  name: string;
  onDone: (name: string) => void;
  onCancel: () => void;
}

/** Asks for a preset's name. Enter takes it, Escape does not. */
export function PresetName({ name, onDone, onCancel }: PresetNameProps) {
  const { dialogWords } = useApp();
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  const done = () => onDone(box.current?.value ?? "");
  const onKeyDown = (event: KeyboardEvent) => {
    if (isForInputMethod(event) || (event.key !== "Enter" && event.key !== "Escape")) return;
    // Neither the form nor the window around it is meant.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") done();
    else onCancel();
  };
  return html`
    <input
      ref=${box}
      aria-label=${dialogWords.presets.name}
      placeholder=${dialogWords.presets.name}
      maxlength=${limits.presetNameChars}
      autocomplete="off"
      value=${name}
      onKeyDown=${onKeyDown}
    />
    <button class="button" type="button" onClick=${done}>${dialogWords.presets.save}</button>
    <button class="button" type="button" onClick=${onCancel}>${dialogWords.presets.cancel}</button>
  `;
}
