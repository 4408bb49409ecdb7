import "./Attachments.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Attachments as AttachmentsModel } from "../models/attachments-model";
import { AttachmentChip } from "./AttachmentChip";

export interface AttachmentsProps {
  files: AttachmentsModel;
}

/** The files that go with the next message, above its text; and the place to drop more of them. */
export function Attachments({ files }: AttachmentsProps) {
  const { dialogWords, words } = useApp();
  const says = dialogWords.attaching;
  const items = files.items.value;
  return html`
    <p class="unseen" role="status">${files.said.value}</p>
    ${
      items.length > 0 &&
      html`<ul class="attachments" aria-label=${says.attached}>
        ${items.map((item) => html`<${AttachmentChip} key=${item.key} of=${item} files=${files} />`)}
      </ul>`
    }
    <div class="awaited" role="status">
      ${
        files.isAwaited.value &&
        html`<p>
          ${says.awaited}${" "}
          <button class="link" type="button" onClick=${files.stopWaiting}>${words.cancel}</button>
        </p>`
      }
    </div>
    ${
      files.isOver.value &&
      html`<div class="drop-place">
        <p><b>${says.dropHere}</b><span>${files.hint()}</span></p>
      </div>`
    }
  `;
}
