import "./ComposerNote.css";
import { useApp } from "../context";
import { html } from "../html";
import type { ThreadModel } from "../models/thread-model";
import { focusMessageBox } from "./message-box";

export interface ComposerNoteProps {
  thread: ThreadModel;
}

/** What one should know before one sends. */
export function ComposerNote({ thread }: ComposerNoteProps) {
  const { words } = useApp();
  const putBack = () => {
    thread.putBack();
    focusMessageBox();
  };
  return html`
    <div class="composer-notes" role="status">
      ${
        thread.isTakenBack.value &&
        html`<p>
          <span>${words.takenBack}</span> <button class="link" onClick=${putBack}>${words.putBack}</button>
        </p>`
      }
    </div>
  `;
}
