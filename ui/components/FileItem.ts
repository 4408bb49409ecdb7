import type { File } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import type { FilesModel } from "../models/files-model";
import { useAskedRemoval } from "./asked-removal";
import { DownloadButton } from "./DownloadButton";
import { FileName } from "./FileName";
import { Icon } from "./Icon";
import { Sure } from "./Sure";

export interface FileItemProps {
  of: File;
  files: FilesModel;
}

/** One file of the list, the way to have it and the way to be rid of it. */
export function FileItem({ of, files }: FileItemProps) {
  const { dialogWords, goneFiles } = useApp();
  const says = dialogWords.files;
  const removal = useAskedRemoval(
    () => files.remove(of),
    ({ neighbour, dialog }) => {
      goneFiles.value = new Set([...goneFiles.peek(), of.id]);
      (neighbour ?? dialog)?.querySelector("button")?.focus();
    },
  );
  const name = says.removeNamed(of.name);
  const question = of.conversationId === undefined ? says.sureAlone : says.sure;
  return html`
    <li ref=${removal.item}>
      <${Facts} of=${of} files=${files} />
      ${
        removal.isAsking
          ? html`<${Sure} removal=${removal} name=${name} question=${question} act=${says.removeNow} />`
          : html`
              <${DownloadButton} of=${of} />
              <button
                class="icon"
                type="button"
                aria-label=${name}
                title=${says.remove}
                onClick=${removal.ask}
              >
                <${Icon} name="bin" />
              </button>
            `
      }
      ${removal.problem !== undefined && html`<p class="wrong" role="alert">${removal.problem}</p>`}
    </li>
  `;
}

function Facts({ of, files }: FileItemProps) {
  const { language } = useApp();
  return html`<div class="what">
    <${FileName} name=${of.name} />
    <span>
      <span>${fileSize(of.size)}</span>
      <span>${language.speech.value.dateTime(new Date(of.createdAt))}</span>
      <${Chat} id=${of.conversationId} files=${files} />
    </span>
  </div>`;
}

/** The chat that a file belongs to, and the way there. */
function Chat({ id, files }: { id?: string; files: FilesModel }) {
  const { chat, dialogWords, layout } = useApp();
  if (id === undefined) return html`<span>${dialogWords.files.noChat}</span>`;
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    layout.closeDialog();
    chat.open(id);
  };
  return html`<a href=${`/c/${encodeURIComponent(id)}`} onClick=${open}
    ><bdi>${files.titleOf(id) ?? dialogWords.files.someChat}</bdi></a
  >`;
}
