import "./SentFiles.css";
import { useEffect } from "preact/hooks";
import type { MessageFile } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";

export interface SentFilesProps {
  files: readonly MessageFile[];
}

/** The files of a message; what shows them is fetched with the first. */
export function SentFiles({ files }: SentFilesProps) {
  const { files: views } = useApp();
  useEffect(() => void views.load(), [views]);
  const MessageFiles = views.part.value?.MessageFiles;
  return html`<div class="sent-files">${MessageFiles && html`<${MessageFiles} files=${files} />`}</div>`;
}
