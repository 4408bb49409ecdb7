import { useApp } from "../context";
import { html } from "../html";
import { markHits } from "../models/conversation-search";

/** The words around what was searched for, which is marked. */
export function Excerpt({ text }: { text: string }) {
  const { conversations } = useApp();
  const pieces = markHits(text, conversations.search.query.value);
  return html`<small dir="auto"
    >${pieces.map((piece) => (piece.isHit ? html`<mark>${piece.text}</mark>` : piece.text))}</small
  >`;
}
