import "./Dialog.css";
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

export interface DialogProps {
  title: string;
  /** Above the message box, where the page is wide: what is set there belongs to it. */
  place?: "box";
  children: ComponentChildren;
}

/** A window over the page: it holds the focus, Escape and a click beside it close it. */
export function Dialog({ title, place, children }: DialogProps) {
  const { layout, words } = useApp();
  const dialog = useShown(place);
  // The browser tells it late: where one dialog leads to another, this one has gone by then.
  const onClose = () => {
    if (dialog.current) layout.closeDialog();
  };
  // Where text is selected beyond the edge, a click counts as beside it although the press was within.
  const isPressBeside = useRef(false);
  const onPointerDown = ({ target }: Event) => (isPressBeside.current = target === dialog.current);
  const onClick = ({ target }: Event) => {
    if (isPressBeside.current && target === dialog.current) layout.closeDialog();
  };
  return html`
    <dialog
      ref=${dialog}
      class="dialog"
      data-place=${place}
      aria-labelledby="dialog-title"
      onClose=${onClose}
      onPointerDown=${onPointerDown}
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

/** Shows it while it is on the page. */
function useShown(place: DialogProps["place"]): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const stand = () => shown && place && standAbove(shown);
    stand();
    shown?.showModal();
    addEventListener("resize", stand);
    // Closed before it leaves the page, the browser gives the focus back to where it was.
    return () => {
      removeEventListener("resize", stand);
      shown?.close();
    };
  }, [place]);
  return dialog;
}

function standAbove(dialog: HTMLElement): void {
  const box = document.querySelector(".composer")?.getBoundingClientRect();
  if (!box) return;
  const isRtl = document.documentElement.dir === "rtl";
  dialog.style.setProperty("--box-top", `${innerHeight - box.top}px`);
  dialog.style.setProperty("--box-start", `${isRtl ? innerWidth - box.right : box.left}px`);
}
