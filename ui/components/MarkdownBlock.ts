import { effect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { morphChildren } from "../markdown/morph";
import type { RenderedBlock } from "../markdown/renderer";

export type MarkdownBlockProps = RenderedBlock;

/** One block of Markdown, rendered when it changes. */
export function MarkdownBlock({ source, definitions, footnotes, isFinal }: MarkdownBlockProps) {
  const { markdown } = useApp();
  const block = useRef<HTMLDivElement>(null);
  // An effect: what the renderer still lacks, and what it takes from the page, may come later.
  const show = () =>
    effect(() => {
      const shown = markdown.renderer.value?.render({ source, definitions, footnotes, isFinal });
      if (block.current && shown) morphChildren(block.current, shown);
    });
  useLayoutEffect(show, [source, definitions, footnotes, isFinal, markdown]);
  return html`<div ref=${block} dir="auto"></div>`;
}
