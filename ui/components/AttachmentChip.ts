import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import type { Attachment } from "../models/attachment";
import type { Attachments } from "../models/attachments-model";
import { fileIcons } from "./file-icons";
import { FileName } from "./FileName";
import { focusMessageBox } from "./message-box";
import { Icon } from "./Icon";

export interface AttachmentChipProps {
  of: Attachment;
  files: Attachments;
}

/** One file of the next message: what it is, how its upload goes, and what one can do about it. */
export function AttachmentChip({ of, files }: AttachmentChipProps) {
  const { dialogWords, words } = useApp();
  const says = dialogWords.attaching;
  const chip = useRef<HTMLLIElement>(null);
  const { name, size } = of;
  const state = of.state.value;
  const preview = of.preview.value;
  const isUnderWay = state.kind === "waiting" || state.kind === "sending";
  const remove = () => {
    const next = chip.current?.nextElementSibling ?? chip.current?.previousElementSibling;
    const button = next?.querySelector<HTMLButtonElement>("button:last-of-type");
    files.remove(of);
    // What was pressed is gone.
    if (button) button.focus();
    else focusMessageBox();
  };
  const facts = { waiting: says.waiting, ready: fileSize(size), sending: "", failed: "" }[state.kind];
  return html`
    <li class="chip" ref=${chip} data-state=${state.kind}>
      ${preview === undefined ? html`<${Icon} path=${fileIcons.paper} />` : html`<img src=${preview} alt="" />`}
      <span class="what">
        <${FileName} name=${name} />
        <span class="told">
          ${facts}
          ${state.kind === "sending" && html`<progress max="1" value=${state.done} aria-label=${name} />`}
          ${state.kind === "failed" && state.reason}
        </span>
      </span>
      ${
        state.kind === "failed" &&
        html`<button
          class="icon"
          type="button"
          aria-label=${says.retry(name)}
          title=${words.tryAgain}
          onClick=${() => files.retry(of)}
        >
          <${Icon} name="again" />
        </button>`
      }
      <button
        class="icon"
        type="button"
        aria-label=${isUnderWay ? says.cancel(name) : says.remove(name)}
        title=${isUnderWay ? says.cancel(name) : says.remove(name)}
        onClick=${remove}
      >
        <${Icon} name="close" />
      </button>
    </li>
  `;
}
