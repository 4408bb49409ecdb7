import "./MessageEditor.css";
import { useEffect } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { isForInputMethod } from "../input-method";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { useGrowingBox } from "./growing-box";
import { focusMessageBox } from "./message-box";

export interface MessageEditorProps {
  entry: Entry;
  thread: ThreadModel;
}

/** Writes a message anew, in its place. Enter sends it as another version, Escape leaves it as it was. */
export function MessageEditor({ entry, thread }: MessageEditorProps) {
  const { words } = useApp();
  const { text = "", from } = entry.edit.value ?? {};
  const box = useGrowingBox(text);
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
    // oxlint-disable-next-line exhaustive-deps -- once, when the editor opens
  }, []);

  const write = () => {
    entry.edit.value = { text: box.current?.value ?? "", from: from ?? "message" };
  };
  const cancel = () => {
    thread.cancelEdit(entry);
    if (from === "box") focusMessageBox();
  };
  const send = () => {
    void thread.sendEdit(entry);
    if (!entry.edit.peek()) focusMessageBox();
  };
  return html`
    <form class="editor" onSubmit=${(event: Event) => event.preventDefault()}>
      <textarea
        ref=${box}
        class="growing-box"
        rows="1"
        aria-label=${words.editedMessage}
        value=${text}
        onInput=${write}
        onKeyDown=${keysOf(send, cancel)}
      />
      <div>
        <button class="button" type="button" onClick=${cancel}>${words.cancel}</button>
        <button class="button" data-main type="button" disabled=${text.trim() === ""} onClick=${send}>
          ${words.saveAndSend}
        </button>
      </div>
    </form>
  `;
}

/** What keys do in the editor alone. */
function keysOf(send: () => void, cancel: () => void) {
  return (event: KeyboardEvent) => {
    if (isForInputMethod(event) || event.shiftKey) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter") send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
