import { useApp } from "../context";
import { html } from "../html";
import { ConversationItem } from "./ConversationItem";

/** What a search has found, in the list's place. */
export function SearchResults() {
  const { conversations, words } = useApp();
  const { hits, state, hasMore, goOn } = conversations.search;
  const count = hits.value.length;
  const isReady = state.value === "ready";
  const said = isReady ? sayFound() : words.searching;
  function sayFound(): string {
    return count === 0 && !hasMore.value ? words.noChatsFound : words.foundChats(count);
  }
  const goOnButton = (label: string) =>
    html`<button class="button" onClick=${() => void goOn()}>${label}</button>`;
  return html`
    <div class="list" aria-busy=${state.value === "loading"}>
      <p class="found" role="status">${state.value === "failed" ? words.searchFailed : said}</p>
      <ul aria-label=${words.searchChats}>
        ${hits.value.map(
          ({ conversation, match }) =>
            html`<${ConversationItem} key=${conversation.id} conversation=${conversation} match=${match} />`,
        )}
      </ul>
      ${state.value === "failed" && html`<p>${goOnButton(words.tryAgain)}</p>`}
      ${isReady && hasMore.value && html`<p>${goOnButton(words.searchFurther)}</p>`}
    </div>
  `;
}
