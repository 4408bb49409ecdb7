import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { html } from "../html";

export interface TabsProps<Name extends string> {
  label: string;
  names: readonly Name[];
  chosen: Name;
  onChoose: (name: Name) => void;
  /** What belongs to the chosen one. */
  children: ComponentChildren;
}

/** One of several views; the arrow keys go from one to the next. */
export function Tabs<Name extends string>({ label, names, chosen, onChoose, children }: TabsProps<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const isRtl = document.documentElement.dir === "rtl";
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (names.indexOf(chosen) + step + names.length) % names.length;
    onChoose(names[next] ?? chosen);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return html`
    <div class="choice" role="tablist" ref=${list} aria-label=${label} onKeyDown=${onKeyDown}>
      ${names.map(
        (name) => html`
          <button
            key=${name}
            type="button"
            role="tab"
            id=${`${id}-${name}`}
            aria-selected=${name === chosen}
            aria-controls=${`${id}-panel`}
            tabindex=${name === chosen ? 0 : -1}
            onClick=${() => onChoose(name)}
          >
            ${name}
          </button>
        `,
      )}
    </div>
    <div class="views" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${chosen}`}>
      ${children}
    </div>
  `;
}
