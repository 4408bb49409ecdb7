import "./CommentForm.css";
import { useEffect, useRef } from "preact/hooks";
import { limits } from "../../runtime/contract/limits";
import type { Feedback } from "../../runtime/contract/message";
import { useApp } from "../context";
import { html } from "../html";
import { isForInputMethod } from "../input-method";

export interface CommentFormProps {
  rating: Feedback["rating"];
  /** Without a comment when none is wanted. */
  onClose(comment?: string): void;
}

/** Asks why a reply was good or bad. Enter sends, Escape skips. */
export function CommentForm({ rating, onClose }: CommentFormProps) {
  const { words } = useApp();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, []);

  const onSubmit = (event: Event) => {
    event.preventDefault();
    onClose(box.current?.value.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || isForInputMethod(event)) return;
    event.stopPropagation();
    onClose();
  };
  const label = rating === "like" ? words.likeComment : words.dislikeComment;
  return html`
    <form class="comment" onSubmit=${onSubmit} onKeyDown=${onKeyDown}>
      <input ref=${box} aria-label=${label} placeholder=${label} maxlength=${limits.commentChars} />
      <button class="button" type="submit">${words.sendComment}</button>
      <button class="button" type="button" onClick=${() => onClose()}>${words.skip}</button>
    </form>
  `;
}
