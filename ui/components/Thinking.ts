import "./Thinking.css";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

export interface ThinkingProps {
  text: string;
  /** The model has not begun to answer. */
  isRunning: boolean;
}

/** What the model thought before it answered, folded away. */
export function Thinking({ text, isRunning }: ThinkingProps) {
  const { words } = useApp();
  return html`
    <details class="thinking" data-running=${isRunning}>
      <summary><${Icon} name="right" />${isRunning ? words.thinking : words.thought}</summary>
      <div dir="auto">${text}</div>
    </details>
  `;
}
