import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { File } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import type { FilesModel } from "../models/files-model";
import { downloadFile } from "./download-file";
import { fileIcons } from "./file-icons";
import { FileName } from "./FileName";
import { Icon } from "./Icon";

export interface FileItemProps {
  of: File;
  files: FilesModel;
}

/** One file of the list, the way to have it and the way to be rid of it. */
export function FileItem({ of, files }: FileItemProps) {
  const app = useApp();
  const { dialogWords, language, words } = app;
  const says = dialogWords.files;
  const isAsking = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const item = useRef<HTMLLIElement>(null);
  const asking = isAsking.value;
  const wasAsking = useRef(false);
  // What was pressed is gone: the focus goes to what stands in its place.
  useLayoutEffect(() => {
    const place = asking ? ".sure button" : ".remove";
    if (asking !== wasAsking.current) item.current?.querySelector<HTMLElement>(place)?.focus();
    wasAsking.current = asking;
  }, [asking]);
  const remove = async () => {
    const neighbour = item.current?.nextElementSibling ?? item.current?.previousElementSibling;
    const dialog = item.current?.closest("dialog");
    problem.value = await files.remove(of);
    if (problem.value === undefined) {
      app.goneFiles.value = new Set([...app.goneFiles.peek(), of.id]);
      (neighbour ?? dialog)?.querySelector("button")?.focus();
    } else isAsking.value = false;
  };
  return html`
    <li ref=${item}>
      <div class="what">
        <${FileName} name=${of.name} />
        <span>
          <span>${fileSize(of.size)}</span>
          <span>${language.speech.value.dateTime(new Date(of.createdAt))}</span>
          <${Chat} id=${of.conversationId} files=${files} />
        </span>
      </div>
      ${
        asking
          ? html`<div class="sure" role="group" aria-label=${says.removeNamed(of.name)}>
              <p>${says.sure}</p>
              <button class="button" type="button" onClick=${() => (isAsking.value = false)}>
                ${words.cancel}
              </button>
              <button class="button" type="button" data-tone="danger" onClick=${() => void remove()}>
                ${says.removeNow}
              </button>
            </div>`
          : html`
              <button
                class="icon"
                type="button"
                aria-label=${says.download(of.name)}
                title=${says.download(of.name)}
                onClick=${() => void downloadFile(app, of)}
              >
                <${Icon} path=${fileIcons.save} />
              </button>
              <button
                class="icon remove"
                type="button"
                aria-label=${says.removeNamed(of.name)}
                title=${says.remove}
                onClick=${() => (isAsking.value = true)}
              >
                <${Icon} name="bin" />
              </button>
            `
      }
      ${problem.value !== undefined && html`<p class="wrong" role="alert">${problem.value}</p>`}
    </li>
  `;
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
