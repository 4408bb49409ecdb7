import "./AttachButton.css";
import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import type { Attaching } from "../models/attaching";
import { Icon } from "./Icon";

export interface AttachButtonProps {
  attaching: Attaching;
}

/** A paper clip: the way to choose files for the next message. */
export function AttachButton({ attaching }: AttachButtonProps) {
  const label = useApp().words.files.attach;
  const input = useRef<HTMLInputElement>(null);
  const hint = attaching.box.value?.files.hint();
  const fetchAhead = () => void attaching.open();
  const onChange = () => {
    if (!input.current?.files) return;
    void attaching.add([...input.current.files]);
    // The same file may be chosen again.
    input.current.value = "";
  };
  return html`
    <button
      class="attach"
      type="button"
      aria-label=${label}
      title=${hint === undefined ? label : `${label}: ${hint}`}
      onPointerEnter=${fetchAhead}
      onClick=${() => input.current?.click()}
    >
      <${Icon} name="clip" />
    </button>
    <input ref=${input} type="file" multiple hidden onChange=${onChange} />
  `;
}
