import "./ChatView.css";
import { useEffect } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { Hero } from "./Hero";

/** What stands between the title and the box: the conversation, or why there is none. */
export function ChatView() {
  const { chat, log, words } = useApp();
  const thread = chat.thread.value;
  const state = thread.state.value;
  const isEmpty = thread.entries.path.value.length === 0;
  const isWanted = state === "loading" || !isEmpty;
  useEffect(() => {
    if (isWanted) void log.load();
  }, [isWanted, log]);
  const ChatLog = log.part.value;

  if (isEmpty ? state === "loading" : ChatLog === undefined) {
    return html`<section class="void" aria-busy="true"><p role="status">${words.loading}</p></section>`;
  }
  if (state === "missing") {
    return html`<section class="void">
      <p role="alert">${words.chatMissing}</p>
      <button class="button" onClick=${chat.startNew}>${words.newChat}</button>
    </section>`;
  }
  if (state === "failed") {
    return html`<section class="void">
      <p role="alert">${words.chatFailed}</p>
      <button class="button" onClick=${() => void thread.load()}>${words.tryAgain}</button>
    </section>`;
  }
  if (isEmpty) return html`<${Hero} thread=${thread} />`;
  return html`<${ChatLog} key=${thread.key} thread=${thread} />`;
}
