import "./ConversationList.css";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
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

  const nothing = conversations.query.value === "" ? words.noChats : words.noChatsFound;
  return html`
    <div class="list" aria-busy=${state === "loading"}>
      ${groups.map(
        ({ name, conversations: inGroup }) => html`
          <section key=${name} aria-labelledby=${`group-${name}`}>
            <h2 id=${`group-${name}`}>${words.groups[name]}</h2>
            <ul>
              ${inGroup.map((one) => html`<${ConversationItem} key=${one.id} conversation=${one} />`)}
            </ul>
          </section>
        `,
      )}
      ${state === "ready" && groups.length === 0 && html`<p>${nothing}</p>`}
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
