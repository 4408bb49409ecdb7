import "./ConversationList.css";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import type { DayGroup } from "../models/day-groups";
import { ConversationItem } from "./ConversationItem";

/** The conversations by day; more of them come as one scrolls. */
export function ConversationList() {
  const { conversations, words } = useApp();
  const groups = conversations.groups.value;
  const state = conversations.state.value;
  const hasMore = conversations.hasMore.value;
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!hasMore || !end.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void conversations.loadMore();
    });
    observer.observe(end.current);
    return () => observer.disconnect();
    // Observed anew after every page: one that does not fill the list must fetch the next.
  }, [groups, hasMore, conversations]);

  const nameOf = ({ name, begin }: DayGroup) => {
    if (name !== "month") return words.groups[name];
    const day = new Date(begin);
    return words.groups.month(day, day.getFullYear() === new Date().getFullYear());
  };
  return html`
    <div class="list" aria-busy=${state === "loading"}>
      ${groups.map(
        (group) => html`
          <section key=${group.key} aria-labelledby=${`group-${group.key}`}>
            <h2 id=${`group-${group.key}`}>${nameOf(group)}</h2>
            <ul>
              ${group.conversations.map(
                (one) => html`<${ConversationItem} key=${one.id} conversation=${one} />`,
              )}
            </ul>
          </section>
        `,
      )}
      ${state === "loading" && groups.length === 0 && html`<p class="waiting">${words.loading}</p>`}
      ${state === "ready" && groups.length === 0 && html`<p>${words.noChats}</p>`}
      ${
        state === "failed" &&
        html`<p>
          ${words.listFailed}
          <button class="button" onClick=${() => void conversations.load()}>${words.tryAgain}</button>
        </p>`
      }
      <div ref=${end} class="list-end" />
    </div>
  `;
}
