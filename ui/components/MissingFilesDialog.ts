import "./FilesDialog.css";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import { Dialog } from "./Dialog";
import { DownloadButton } from "./DownloadButton";
import { FileName } from "./FileName";

/** Which files are not in the last archive, each to be had by itself. */
export function MissingFilesDialog() {
  const { dialogWords, transfer } = useApp();
  const says = dialogWords.everything;
  return html`
    <${Dialog} title=${says.missing}>
      <div class="files">
        <p>${says.missingText}</p>
        <ul aria-label=${says.missing}>
          ${transfer.missing.value.map(
            (file) => html`
              <li key=${file.id}>
                <div class="what">
                  <${FileName} name=${file.name} />
                  <span>${fileSize(file.size)}</span>
                </div>
                <${DownloadButton} of=${file} />
              </li>
            `,
          )}
        </ul>
      </div>
    <//>
  `;
}
