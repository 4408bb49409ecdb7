import "./MessageFiles.css";
import { useMemo } from "preact/hooks";
import type { MessageFile } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import type { SentPictures } from "../models/sent-pictures";
import { downloadFile } from "./download-file";
import { fileIcons } from "./file-icons";
import { FileName } from "./FileName";
import { Icon } from "./Icon";
import { SentPicture } from "./SentPicture";

export interface MessageFilesProps {
  files: readonly MessageFile[];
  pictures: SentPictures;
}

/** What a message was sent with: a press downloads it, as long as it is there. */
export function MessageFiles({ files, pictures }: MessageFilesProps) {
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
              <${Picture} of=${file} pictures=${pictures} />
              <${FileName} name=${name} />
              ${isGone && html`<span class="gone">${says.gone}</span>`}
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}

/** Of what is no image, the drawing of a file. */
function Picture({ of, pictures }: { of: MessageFile; pictures: SentPictures }) {
  const picture = useMemo(() => pictures.of(of), [pictures, of.id]);
  return picture ? html`<${SentPicture} of=${picture} />` : html`<${Icon} path=${fileIcons.paper} />`;
}
