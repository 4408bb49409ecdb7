import "./Markdown.css";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { emptySplit, finishSplit, splitBlocks } from "../markdown/split";
import { MarkdownBlock } from "./MarkdownBlock";
import { useMarkdownPresses } from "./markdown-presses";

export interface MarkdownProps {
  text: string;
  isRunning: boolean;
}

/** Markdown in blocks: while it grows, only the last one is rendered again. */
export function Markdown({ text, isRunning }: MarkdownProps) {
  const { markdown } = useApp();
  const onClick = useMarkdownPresses();
  const known = useRef({ text: "", split: emptySplit });
  if (known.current.text !== text) {
    const goesOn = text.startsWith(known.current.text);
    known.current = { text, split: splitBlocks(goesOn ? known.current.split : emptySplit, text) };
  }
  useEffect(() => void markdown.load(), [markdown]);

  const { split } = known.current;
  const { blocks, tail, definitions } = isRunning ? split : finishSplit(split);
  const sources = tail.trim() === "" ? blocks : [...blocks, tail];
  return html`
    <div class="md" data-running=${isRunning} onClick=${onClick}>
      ${sources.map(
        (source, index) => html`
          <${MarkdownBlock}
            key=${index}
            source=${source}
            definitions=${source.includes("[") ? definitions : ""}
            isFinal=${index < blocks.length}
          />
        `,
      )}
    </div>
  `;
}
