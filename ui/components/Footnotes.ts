import { useApp } from "../context";
import { html } from "../html";
import type { Footnote } from "../markdown/footnotes";
import { MarkdownBlock } from "./MarkdownBlock";

export interface FootnotesProps {
  /** In the order of their numbers. */
  notes: readonly Footnote[];
  definitions: string;
  /** Of the notes, one a line. */
  labels: string;
}

/** The footnotes of a message, below it. Each leads back to where the text refers to it. */
export function Footnotes({ notes, definitions, labels }: FootnotesProps) {
  const { words } = useApp();
  return html`
    <div class="notes" role="group" aria-label=${words.footnotes}>
      <ol>
        ${notes.map(
          ({ label, text }, index) => html`
            <li key=${label} data-note=${index + 1} tabindex="-1">
              <${MarkdownBlock}
                source=${text}
                definitions=${definitions}
                footnotes=${labels}
                isFinal=${true}
              />
              <button type="button" data-from-note=${index + 1} aria-label=${words.backToText(index + 1)}>
                ↩︎
              </button>
            </li>
          `,
        )}
      </ol>
    </div>
  `;
}
