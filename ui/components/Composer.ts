import "./Composer.css";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import type { ThreadModel } from "../models/thread-model";
import { Icon } from "./Icon";

export interface ComposerProps {
  thread: ThreadModel;
  /** Stands below the text, before Send. */
  children?: ComponentChildren;
}

/** The box to write in. Enter sends, Shift+Enter breaks the line. */
export function Composer({ thread, children }: ComposerProps) {
  const { layout, markdown, site, words } = useApp();
  const box = useRef<HTMLTextAreaElement>(null);
  const text = thread.draft.text.value;
  const isRunning = thread.running.value !== undefined;

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  // On a touch screen focus would bring up the keyboard, over what one came to read.
  const focusBox = () => {
    if (matchMedia("(pointer: fine)").matches) box.current?.focus();
  };
  useEffect(focusBox, []);
  const wanted = layout.boxWanted.value;
  const wantedBefore = useRef(wanted);
  useEffect(() => {
    if (wanted !== wantedBefore.current) box.current?.focus();
    wantedBefore.current = wanted;
  }, [wanted]);

  const send = () => {
    void thread.send();
    focusBox();
  };
  const onInput = () => {
    thread.draft.write(box.current?.value ?? "");
    void markdown.load();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const button = isRunning
    ? { label: words.stop, icon: "stop", onClick: () => void thread.stop(), isOff: false }
    : { label: words.send, icon: "up", onClick: send, isOff: text.trim() === "" };
  return html`
    <form class="composer" onSubmit=${(event: Event) => event.preventDefault()}>
      <textarea
        ref=${box}
        rows="1"
        placeholder=${site.placeholder}
        aria-label=${words.message}
        dir=${text === "" ? undefined : "auto"}
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
