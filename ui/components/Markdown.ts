import "./Markdown.css";
import { useEffect } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";

export interface MarkdownProps {
  text: string;
  isRunning: boolean;
}

/** Markdown, as it is written until what shows it has come. */
export function Markdown({ text, isRunning }: MarkdownProps) {
  const { markdown } = useApp();
  useEffect(() => void markdown.load(), [markdown]);
  const renderer = markdown.renderer.value;
  if (renderer) return html`<${renderer.Blocks} text=${text} isRunning=${isRunning} />`;
  return html`<div class="md" data-running=${isRunning}><p class="plain" dir="auto">${text.trim()}</p></div>`;
}
