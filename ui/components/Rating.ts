import "./Rating.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Feedback } from "../../runtime/contract/message";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { CommentForm } from "./CommentForm";
import { Icon } from "./Icon";

export interface RatingProps {
  entry: Entry;
  thread: ThreadModel;
}

/** Says whether a reply was good, and asks for a word on it, which may be left out. */
export function Rating({ entry, thread }: RatingProps) {
  const { words } = useApp();
  const feedback = entry.message.value.feedback;
  const isAsking = useSignal(false);
  const buttons = useRef<Partial<Record<Feedback["rating"], HTMLButtonElement | null>>>({});

  const rate = (rating: Feedback["rating"]) => {
    const isSame = feedback?.rating === rating;
    isAsking.value = !isSame;
    void thread.rate(entry, isSame ? null : { rating });
  };
  const close = (comment?: string) => {
    isAsking.value = false;
    if (!feedback) return;
    buttons.current[feedback.rating]?.focus();
    if (comment) void thread.rate(entry, { rating: feedback.rating, comment });
  };
  const button = (rating: Feedback["rating"]) => html`
    <button
      class="icon"
      data-rating=${rating}
      ref=${(element: HTMLButtonElement | null) => (buttons.current[rating] = element)}
      aria-label=${words[rating]}
      title=${feedback?.rating === rating ? (feedback.comment ?? words[rating]) : words[rating]}
      aria-pressed=${feedback?.rating === rating}
      onClick=${() => rate(rating)}
    >
      <${Icon} name="like" />
    </button>
  `;
  return html`
    ${button("like")} ${button("dislike")}
    ${isAsking.value && feedback && html`<${CommentForm} key=${feedback.rating} rating=${feedback.rating} onClose=${close} />`}
  `;
}
