import "./ChatLog.css";
import { useEffect } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import type { ThreadModel } from "../models/thread-model";
import { useFollowEnd } from "./follow-end";
import { Icon } from "./Icon";
import { Reply } from "./Reply";
import { UserMessage } from "./UserMessage";

export interface ChatLogProps {
  thread: ThreadModel;
}

/** How near the beginning earlier messages are fetched, px. */
const nearTopPx = 600;

/** The messages of a conversation. */
export function ChatLog({ thread }: ChatLogProps) {
  const { words } = useApp();
  const path = thread.entries.path.value;
  const firstKey = path[0]?.key;
  const { view, content, atEnd, onScroll, toEnd } = useFollowEnd(firstKey, thread.turns.value);

  const loadNearTop = () => {
    if ((view.current?.scrollTop ?? nearTopPx) < nearTopPx) void thread.loadOlder();
  };
  useEffect(loadNearTop, [firstKey]);

  const handleScroll = () => {
    onScroll();
    loadNearTop();
  };
  return html`
    <section
      class="log"
      ref=${view}
      role="log"
      aria-live="off"
      aria-label=${words.conversation}
      tabindex="0"
      onScroll=${handleScroll}
    >
      <div class="turns" ref=${content}>
        ${thread.loadingOlder.value && html`<p class="older" role="status">${words.earlierMessages}</p>`}
        ${path.map((entry) =>
          entry.message.peek().role === "user"
            ? html`<${UserMessage} key=${entry.key} entry=${entry} thread=${thread} />`
            : html`<${Reply} key=${entry.key} entry=${entry} thread=${thread} />`,
        )}
      </div>
    </section>
    <div class="jump">
      ${
        !atEnd.value &&
        html`<button aria-label=${words.jumpToEnd} onClick=${toEnd}><${Icon} name="down" /></button>`
      }
    </div>
  `;
}
