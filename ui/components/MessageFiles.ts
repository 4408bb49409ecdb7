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

/** What a message was sent with. */
export function MessageFiles({ files, pictures }: MessageFilesProps) {
  const says = useApp().dialogWords.files;
  return html`
    <ul class="message-files" aria-label=${says.ofMessage}>
      ${files.map((file) => html`<${SentFile} key=${file.id} of=${file} pictures=${pictures} />`)}
    </ul>
  `;
}

/** A press downloads it, as long as it is there. */
function SentFile({ of, pictures }: { of: MessageFile; pictures: SentPictures }) {
  const app = useApp();
  const says = app.dialogWords.files;
  const { id, name } = of;
  const picture = useMemo(() => pictures.of(of), [pictures, id]);
  const isGone = app.goneFiles.value.has(id) || picture?.isGone.value === true;
  return html`
    <li>
      <button
        type="button"
        aria-label=${isGone ? `${name}: ${says.gone}` : says.download(name)}
        disabled=${isGone}
        onClick=${() => void downloadFile(app, of)}
      >
        ${picture ? html`<${SentPicture} of=${picture} />` : html`<${Icon} path=${fileIcons.paper} />`}
        <${FileName} name=${name} />
        ${isGone && html`<span class="gone">${says.gone}</span>`}
      </button>
    </li>
  `;
}
