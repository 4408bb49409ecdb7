import "./Thinking.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Messages } from "../messages/en";
import type { Entry } from "../models/entry";
import { Icon } from "./Icon";
import { useNow } from "./now";

export interface ThinkingProps {
  entry: Entry;
}

/** What the model thought before it answered, folded away, and how long that took. */
export function Thinking({ entry }: ThinkingProps) {
  const { words } = useApp();
  const { reasoning, status, text } = entry.message.value;
  const isRunning = status === "running" && text === "";
  const now = useNow(isRunning);
  const onToggle = ({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
    entry.isThoughtOpen.value = currentTarget.open;
  };
  return html`
    <details
      class="thinking"
      data-running=${isRunning}
      open=${entry.isThoughtOpen.value}
      onToggle=${onToggle}
    >
      <summary>
        <${Icon} name="right" />${isRunning ? runningText(entry, now, words) : endedText(entry, words)}
      </summary>
      <div dir="auto">${reasoning}</div>
    </details>
  `;
}

function runningText(entry: Entry, now: number, words: Messages): string {
  const since = entry.thought.value?.since;
  const sec = since === undefined ? 0 : Math.floor((now - since) / 1_000);
  return sec > 0 ? words.thinkingFor(sec) : words.thinking;
}

function endedText(entry: Entry, words: Messages): string {
  const tookMs = entry.message.value.reasoningMs ?? entry.thought.value?.tookMs;
  return tookMs === undefined ? words.thought : words.thoughtFor(tookMs / 1_000);
}
