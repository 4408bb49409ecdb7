import { useLayoutEffect, useRef } from "preact/hooks";
import type { NewKey } from "../../runtime/contract/key";
import { useApp } from "../context";
import { html } from "../html";
import { CopyButton } from "./CopyButton";

export interface MadeKeyProps {
  made?: NewKey;
}

/** The key that was just made, this once. */
export function MadeKey({ made }: MadeKeyProps) {
  const { dialogWords } = useApp();
  const box = useRef<HTMLElement>(null);
  const says = dialogWords.keys;
  // To be read out, and the copy button is next.
  useLayoutEffect(() => {
    if (made) box.current?.focus();
  }, [made]);
  if (!made) return null;
  return html`
    <section class="made" ref=${box} tabindex="-1" aria-label=${says.made(made.name)}>
      <h3>${says.made(made.name)}</h3>
      <p>${says.shownOnce}</p>
      <div>
        <code dir="ltr">${made.key}</code>
        <${CopyButton} text=${made.key} label=${says.copy} />
      </div>
    </section>
  `;
}
