import "./ChatView.css";
import { useApp } from "../context";
import { html } from "../html";
import { ChatLog } from "./ChatLog";
import { Hero } from "./Hero";

/** What stands between the title and the box: the conversation, or why there is none. */
export function ChatView() {
  const { chat, words } = useApp();
  const thread = chat.thread.value;
  const state = thread.state.value;
  if (state === "loading" && thread.entries.path.value.length === 0) {
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
  if (thread.entries.path.value.length === 0) return html`<${Hero} thread=${thread} />`;
  return html`<${ChatLog} key=${thread.key} thread=${thread} />`;
}
