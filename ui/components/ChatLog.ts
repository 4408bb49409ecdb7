import "./ChatLog.css";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { stretches } from "../models/row-layout";
import type { ThreadModel } from "../models/thread-model";
import { Icon } from "./Icon";
import { LogGap } from "./LogGap";
import { LogRow } from "./LogRow";
import { createLogScroll } from "./log-scroll";
import { useRevealed } from "./revealed";

export interface ChatLogProps {
  thread: ThreadModel;
}

/** How near the beginning earlier messages are fetched, px. */
const nearTopPx = 1_500;

/** The messages of a conversation; those far from what its reader looks at are left out of the page. */
export function ChatLog({ thread }: ChatLogProps) {
  const { words } = useApp();
  const { view, content, scroll } = useLogView(thread);
  const path = thread.entries.path.value;
  const layout = scroll.setRows(path);
  const shown = new Set([...scroll.shown.value, ...layout.keys.slice(-2)]);
  const entries = new Map(path.map((entry) => [entry.key, entry]));
  useLayoutEffect(scroll.settle, [path]);
  useLayoutEffect(scroll.toEnd, [thread.turns.value]);
  useEffect(scroll.refresh, [path]);
  const marked = useRevealed(thread.revealed.value, scroll.toRow);

  const loadNearTop = () => {
    if ((view.current?.scrollTop ?? nearTopPx) < nearTopPx) void thread.loadOlder();
  };
  useEffect(loadNearTop, [path[0]?.key]);
  const onScroll = () => {
    scroll.onScroll();
    loadNearTop();
  };
  const jump = () => {
    scroll.toEnd();
    // The button goes.
    view.current?.focus({ preventScroll: true });
  };
  // The beginning is where the conversation begins, not where what is loaded does.
  const onKeyDown = async (event: KeyboardEvent) => {
    if (event.key !== "Home" || event.target !== view.current) return;
    event.preventDefault();
    while (await thread.loadOlder()) continue;
    scroll.toRow(thread.entries.path.peek()[0]?.key ?? "");
  };
  return html`
    <section
      class="log"
      ref=${view}
      role="log"
      aria-live="off"
      aria-label=${words.conversation}
      tabindex="0"
      onScroll=${onScroll}
      onKeyDown=${onKeyDown}
    >
      ${thread.loadingOlder.value && html`<p class="older" role="status">${words.earlierMessages}</p>`}
      <div class="turns" ref=${content}>
        ${stretches(layout, shown).map((stretch) => {
          if (stretch.kind === "gap") {
            const { before, count, height } = stretch;
            return html`<${LogGap} key=${`before ${before}`} count=${count} height=${height} />`;
          }
          const { key } = stretch;
          const entry = entries.get(key);
          return html`
            <${LogRow}
              key=${key}
              entry=${entry}
              thread=${thread}
              scroll=${scroll}
              isMarked=${key === marked}
            />
          `;
        })}
      </div>
    </section>
    <div class="jump">
      ${
        !scroll.atEnd.value &&
        html`<button aria-label=${words.jumpToEnd} onClick=${jump}><${Icon} name="down" /></button>`
      }
    </div>
  `;
}

function useLogView(thread: ThreadModel) {
  const { markdown } = useApp();
  const view = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroll = useMemo(
    () =>
      // Rows made before the renderer has come would all be made again at once.
      createLogScroll(
        () => markdown.renderer.peek() !== undefined,
        () => thread.running.peek()?.key,
      ),
    [thread, markdown],
  );
  useLayoutEffect(
    () => (view.current && content.current ? scroll.connect(view.current, content.current) : undefined),
    [scroll],
  );
  useEffect(scroll.refresh, [markdown.renderer.value]);
  return { view, content, scroll };
}
