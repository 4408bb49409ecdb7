import type { MessageFile } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import { downloadFile } from "./download-file";
import { fileIcons } from "./file-icons";
import { Icon } from "./Icon";

export interface DownloadButtonProps {
  of: Pick<MessageFile, "id" | "name">;
}

/** Has the browser save a file. */
export function DownloadButton({ of }: DownloadButtonProps) {
  const app = useApp();
  const label = app.dialogWords.files.download(of.name);
  const onClick = () => void downloadFile(app, of);
  return html`<button class="icon" type="button" aria-label=${label} title=${label} onClick=${onClick}>
    <${Icon} path=${fileIcons.save} />
  </button>`;
}
