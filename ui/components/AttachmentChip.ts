import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import { type Attachment, forgetPicture } from "../models/attachment";
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
  const { kind } = of.state.value;
  const preview = of.preview.value;
  const remove = () => {
    const next = chip.current?.nextElementSibling ?? chip.current?.previousElementSibling;
    const button = next?.querySelector<HTMLButtonElement>("button:last-of-type");
    files.remove(of);
    // What was pressed is gone.
    if (button) button.focus();
    else focusMessageBox();
  };
  const isUnderWay = kind === "waiting" || kind === "sending";
  const removing = isUnderWay ? says.cancel(of.name) : says.remove(of.name);
  const act = (icon: string, label: string, title: string, onClick: () => void) =>
    html`<button class="icon" type="button" aria-label=${label} title=${title} onClick=${onClick}>
      <${Icon} name=${icon} />
    </button>`;
  return html`
    <li class="chip" ref=${chip} data-state=${kind}>
      ${
        preview === undefined
          ? html`<${Icon} path=${fileIcons.paper} />`
          : html`<img src=${preview} alt="" onError=${() => forgetPicture(of)} />`
      }
      <span class="what">
        <${FileName} name=${of.name} />
        <${Told} of=${of} />
      </span>
      ${kind === "failed" && act("again", says.retry(of.name), words.tryAgain, () => files.retry(of))}
      ${act("close", removing, removing, remove)}
    </li>
  `;
}

/** How far it is, or what is to be known of it. */
function Told({ of }: Pick<AttachmentChipProps, "of">) {
  const says = useApp().dialogWords.attaching;
  const state = of.state.value;
  return html`<span class="told">
    ${state.kind === "waiting" && says.waiting} ${state.kind === "ready" && fileSize(of.size)}
    ${state.kind === "sending" && html`<progress max="1" value=${state.done} aria-label=${of.name} />`}
    ${state.kind === "failed" && state.reason}
  </span>`;
}
