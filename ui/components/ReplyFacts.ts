import "./ReplyFacts.css";
import type { Message } from "../../runtime/contract/message";
import { useApp } from "../context";
import { html } from "../html";
import { firstPaint } from "./first-paint";

export interface ReplyFactsProps {
  message: Message;
}

/** When a reply was made, how long it is and how long it took. */
export function ReplyFacts({ message }: ReplyFactsProps) {
  const { language, words } = useApp();
  const speech = language.speech.value;
  const { createdAt, updatedAt, usage } = message;
  const made = new Date(createdAt);
  const tookSec = (Date.parse(updatedAt) - made.getTime()) / 1_000;
  const facts = [
    // The browser takes a long while to learn how times are written.
    firstPaint().value && speech.time(made),
    usage && words.tokens(usage.completionTokens),
    usage && words.seconds(tookSec),
  ];
  const sayWhen = ({ currentTarget }: PointerEvent) =>
    ((currentTarget as HTMLElement).title = speech.dateTime(made));
  return html`
    <time class="facts" datetime=${createdAt} onPointerEnter=${sayWhen}>
      ${facts.filter(Boolean).join(" · ")}
    </time>
  `;
}
