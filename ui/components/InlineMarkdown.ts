import type { VNode } from "preact";
import { html } from "../html";
import { type Inline, parseParagraphs } from "../markdown/inline";

export interface InlineMarkdownProps {
  text: string;
}

/**
 * The operator's Markdown: paragraphs with links, bold, italic and code. It becomes elements without passing through
 * HTML, so nothing in it can do more, and it needs none of the renderer of replies.
 */
export function InlineMarkdown({ text }: InlineMarkdownProps) {
  return parseParagraphs(text).map(
    (lines, index) => html`
      <p key=${index} dir="auto">
        ${lines.map((line, number) => [number > 0 && html`<br key=${number} />`, ...line.map((piece) => element(piece))])}
      </p>
    `,
  );
}

function element(piece: Inline): VNode | string {
  if (piece.kind === "text") return piece.text;
  if (piece.kind === "code") return html`<code>${piece.text}</code>`;
  const inside = piece.children.map((child) => element(child));
  if (piece.kind === "strong") return html`<strong>${inside}</strong>`;
  if (piece.kind === "em") return html`<em>${inside}</em>`;
  return html`<a href=${piece.href} target="_blank" rel="noopener noreferrer">${inside}</a>`;
}
