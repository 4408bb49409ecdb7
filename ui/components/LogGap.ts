import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";

export interface LogGapProps {
  /** How many messages it stands for. */
  count: number;
  /** px */
  height: number;
}

/** Stands for messages that are far from what is looked at, in their height. */
export function LogGap({ count, height }: LogGapProps) {
  const { words } = useApp();
  const gap = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (gap.current) gap.current.style.height = `${height}px`;
  }, [height]);
  return html`<div class="gap" ref=${gap}><p class="unseen">${words.messagesAway(count)}</p></div>`;
}
