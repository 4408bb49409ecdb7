import "./Dialog.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

export interface DialogProps {
  title: string;
  children: ComponentChildren;
}

/** A window over the page: it holds the focus, Escape and a click beside it close it. */
export function Dialog({ title, children }: DialogProps) {
  const { layout, words } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it leaves the page, the browser gives the focus back to where it was.
    return () => shown?.close();
  }, []);
  const onClick = (event: MouseEvent) => {
    if (event.target === dialog.current) layout.closeDialog();
  };
  return html`
    <dialog
      ref=${dialog}
      class="dialog"
      aria-labelledby="dialog-title"
      onClose=${layout.closeDialog}
      onClick=${onClick}
    >
      <div>
        <header>
          <h2 id="dialog-title">${title}</h2>
          <button class="icon" aria-label=${words.close} onClick=${layout.closeDialog}>
            <${Icon} name="close" />
          </button>
        </header>
        ${children}
      </div>
    </dialog>
  `;
}
