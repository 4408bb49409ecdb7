import "./MessageFiles.css";
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { MessageFile } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import { sentPictures } from "../models/sent-pictures";
import { downloadFile } from "./download-file";
import { fileIcons } from "./file-icons";
import { FileName } from "./FileName";
import { Icon } from "./Icon";

export interface MessageFilesProps {
  files: readonly MessageFile[];
}

/** What a message was sent with: a press downloads it, as long as it is there. */
export function MessageFiles({ files }: MessageFilesProps) {
  const app = useApp();
  const says = app.dialogWords.files;
  return html`
    <ul class="message-files" aria-label=${says.ofMessage}>
      ${files.map((file) => {
        const { id, name } = file;
        const isGone = app.goneFiles.value.has(id);
        return html`
          <li key=${id}>
            <button
              type="button"
              aria-label=${isGone ? `${name}: ${says.gone}` : says.download(name)}
              disabled=${isGone}
              onClick=${() => void downloadFile(app, file)}
            >
              <${Picture} of=${file} />
              <${FileName} name=${name} />
              ${isGone && html`<span class="gone">${says.gone}</span>`}
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}

/** The image itself, small; of what is none, or cannot be shown, the drawing of a file. */
function Picture({ of }: { of: MessageFile }) {
  const pictures = sentPictures(useApp().api);
  const address = useMemo(() => pictures.of(of), [pictures, of.id]).value;
  const isBroken = useSignal(false);
  if (address === undefined || isBroken.value) return html`<${Icon} path=${fileIcons.paper} />`;
  const onError = () => {
    pictures.drop(of);
    isBroken.value = true;
  };
  return html`<img src=${address} alt="" loading="lazy" onError=${onError} />`;
}
