import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { morphChildren } from "../markdown/morph";

export interface MarkdownBlockProps {
  source: string;
  /** Link definitions that hold here. */
  definitions: string;
}

/** One block of Markdown, rendered when it changes; as it is written until the renderer has come. */
export function MarkdownBlock({ source, definitions }: MarkdownBlockProps) {
  const { markdown } = useApp();
  const block = useRef<HTMLDivElement>(null);
  const render = markdown.renderer.value;
  useLayoutEffect(() => {
    if (block.current) morphChildren(block.current, render ? render(source, definitions) : plain(source));
  }, [source, definitions, render]);
  return html`<div ref=${block}></div>`;
}

function plain(source: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const text = document.createElement("p");
  text.className = "plain";
  text.textContent = source.trim();
  fragment.append(text);
  return fragment;
}
