import "./RenameBox.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../runtime/contract/conversation";
import { limits } from "../../runtime/contract/limits";
import { useApp } from "../context";
import { html } from "../html";
import { isForInputMethod } from "../input-method";

export interface RenameBoxProps {
  conversation: Conversation;
  /** @param byKey - the focus was still in the box */
  onDone: (byKey: boolean) => void;
}

/** The title of a conversation, to be written anew: Enter or leaving it saves, Escape does not. */
export function RenameBox({ conversation, onDone }: RenameBoxProps) {
  const { conversations, words } = useApp();
  const { id, title } = conversation;
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  const finish = (byKey: boolean, saves: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    const written = input.current?.value.trim() ?? "";
    if (saves && written !== "" && written !== title) void conversations.change(id, { title: written });
    onDone(byKey);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A drawer around it has its own use for Escape, and so have all shortcuts for theirs.
    event.stopPropagation();
    if (isForInputMethod(event)) return;
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      finish(true, event.key === "Enter");
    }
  };
  return html`
    <input
      ref=${input}
      class="rename"
      maxlength=${limits.titleChars}
      aria-label=${words.renameChat(title)}
      defaultValue=${title}
      onKeyDown=${onKeyDown}
      onBlur=${() => finish(false, true)}
    />
  `;
}
