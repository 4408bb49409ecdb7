import "./Composer.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { isForInputMethod } from "../input-method";
import type { ThreadModel } from "../models/thread-model";
import { ComposerNote } from "./ComposerNote";
import { useGrowingBox } from "./growing-box";
import { focusMessageBox } from "./message-box";
import { Icon } from "./Icon";

export interface ComposerProps {
  thread: ThreadModel;
  /** Stands below the text, before Send. */
  children?: ComponentChildren;
}

/** The box to write in. Enter sends, Shift+Enter breaks the line, ↑ in the empty box edits the last message. */
export function Composer({ thread, children }: ComposerProps) {
  const { layout, markdown, site, words } = useApp();
  const text = thread.draft.text.value;
  const box = useGrowingBox(text);
  const attached = thread.attaching.box.value;
  const isRunning = thread.running.value !== undefined;
  useEffect(focusMessageBox, []);
  const wanted = layout.boxWanted.value;
  const wantedBefore = useRef(wanted);
  useEffect(() => {
    if (wanted !== wantedBefore.current) box.current?.focus();
    wantedBefore.current = wanted;
  }, [wanted, box]);

  const send = () => {
    void thread.send();
    focusMessageBox();
  };
  const onInput = () => {
    thread.draft.write(box.current?.value ?? "");
    void markdown.load();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isForInputMethod(event) || event.shiftKey) return;
    const isUp = event.key === "ArrowUp" && !event.altKey && !event.ctrlKey && !event.metaKey;
    const isEdit = isUp && text === "" && thread.editLast();
    if (!isEdit && event.key !== "Enter") return;
    event.preventDefault();
    if (!isEdit) send();
  };
  const stop = () => {
    void thread.stop();
    // The button will be off, or Send again.
    focusMessageBox();
  };
  const button = isRunning
    ? { label: words.stop, icon: "stop", onClick: stop, isOff: false }
    : { label: words.send, icon: "up", onClick: send, isOff: text.trim() === "" };
  return html`
    <${ComposerNote} thread=${thread} />
    <form class="composer" onSubmit=${(event: Event) => event.preventDefault()}>
      ${attached && html`<${attached.View} files=${attached.files} />`}
      <textarea
        ref=${box}
        class="growing-box"
        rows="1"
        placeholder=${site.placeholder}
        aria-label=${words.message}
        enterkeyhint="send"
        value=${text}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
      />
      ${children}
      <button
        class="send"
        type="button"
        data-icon=${button.icon}
        aria-label=${button.label}
        title=${button.label}
        disabled=${button.isOff}
        onClick=${button.onClick}
      >
        <${Icon} name=${button.icon} />
      </button>
    </form>
  `;
}
