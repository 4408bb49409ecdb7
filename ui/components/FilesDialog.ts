import "./FilesDialog.css";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { fileSize } from "../messages/file-size";
import { type FilesModel, createFilesModel } from "../models/files-model";
import { Dialog } from "./Dialog";
import { FileItem } from "./FileItem";

/** All one's files: how much room they take, and what can be done with each. */
export function FilesDialog() {
  const app = useApp();
  const { conversations, dialogWords, words } = app;
  const files = useMemo(
    () => createFilesModel({ api: app.api, words: () => app.words }, (id) => conversations.find(id)?.title),
    [app, conversations],
  );
  useEffect(() => void files.load(), [files]);
  const says = dialogWords.files;
  const listed = files.files.value;
  const state = files.state.value;
  const hasMore = files.hasMore.value;
  return html`
    <${Dialog} title=${says.title}>
      <div class="files">
        <${Room} files=${files} />
        ${state === "ready" && listed.length === 0 && !hasMore && html`<p>${says.none}</p>`}
        <ul aria-label=${says.title}>
          ${listed.map((file) => html`<${FileItem} key=${file.id} of=${file} files=${files} />`)}
        </ul>
        ${state === "loading" && html`<p role="status">${words.loading}</p>`}
        ${
          state === "failed" &&
          html`<p class="wrong" role="alert">
            ${says.loadFailed}
            <button class="button" type="button" onClick=${() => void files.load()}>${words.tryAgain}</button>
          </p>`
        }
        ${
          state === "ready" &&
          hasMore &&
          html`<${ListEnd} key=${listed.length} label=${says.more} onNear=${() => void files.load()} />`
        }
      </div>
    <//>
  `;
}

/** How much of the room is taken, once that is known. */
function Room({ files }: { files: FilesModel }) {
  const says = useApp().dialogWords.files;
  const room = files.room.value;
  if (!room) return null;
  return html`<p class="room">
    <span>${says.used(fileSize(room.usedBytes), fileSize(room.limitBytes))}</span>
    <progress max=${room.limitBytes} value=${room.usedBytes} aria-label=${says.title} />
  </p>`;
}

/** Fetches more when one comes near; a button for those who go there by keyboard. */
function ListEnd({ label, onNear }: { label: string; onNear: () => void }) {
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), {
      rootMargin: "200px",
    });
    if (end.current) watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  return html`<button class="button" type="button" ref=${end} onClick=${onNear}>${label}</button>`;
}
