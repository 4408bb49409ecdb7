import { useRef } from "preact/hooks";
import { html } from "../html";
import { footnoteIn, orderFootnotes, referencesIn } from "../markdown/footnotes";
import { emptySplit, finishSplit, splitBlocks } from "../markdown/split";
import { Footnotes } from "./Footnotes";
import type { MarkdownProps } from "./Markdown";
import { MarkdownBlock } from "./MarkdownBlock";
import { useMarkdownPresses } from "./markdown-presses";

/** Markdown in blocks: while it grows, only the last one is rendered again. */
export function MarkdownBlocks({ text, isRunning }: MarkdownProps) {
  const onClick = useMarkdownPresses();
  const known = useRef({ text: "", split: emptySplit });
  if (known.current.text !== text) {
    const goesOn = text.startsWith(known.current.text);
    known.current = { text, split: splitBlocks(goesOn ? known.current.split : emptySplit, text) };
  }

  const { split } = known.current;
  const { blocks, tail, definitions, ...found } = isRunning ? split : finishSplit(split);
  const sources = tail.trim() === "" ? blocks : [...blocks, tail];
  const last = footnoteIn(tail);
  const notes = orderFootnotes(last ? [...found.footnotes, last] : found.footnotes, [
    ...found.references,
    ...referencesIn(tail),
  ]);
  const labels = notes.map(({ label }) => label).join("\n");
  return html`
    <div class="md" data-running=${isRunning} onClick=${onClick}>
      ${sources.map(
        (source, index) =>
          !footnoteIn(source) &&
          html`
            <${MarkdownBlock}
              key=${index}
              source=${source}
              definitions=${source.includes("[") ? definitions : ""}
              footnotes=${source.includes("[^") ? labels : ""}
              isFinal=${index < blocks.length}
            />
          `,
      )}
      ${notes.length > 0 && html`<${Footnotes} notes=${notes} definitions=${definitions} labels=${labels} />`}
    </div>
  `;
}
