import "./SentFiles.css";
import { useEffect } from "preact/hooks";
import type { MessageFile, MessageSource } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";

/** What shows files in the log; fetched with the first of them. */
function useFileViews() {
  const { files } = useApp();
  useEffect(() => void files.load(), [files]);
  return files.part.value;
}

/** The files of a message. */
export function SentFiles({ files }: { files: readonly MessageFile[] }) {
  const views = useFileViews();
  return html`<div class="sent-files">
    ${views && html`<${views.MessageFiles} files=${files} pictures=${views.pictures} />`}
  </div>`;
}

/** What a reply was made from. */
export function Sources({ sources }: { sources: readonly MessageSource[] }) {
  const views = useFileViews();
  return views ? html`<${views.ReplySources} sources=${sources} />` : null;
}
