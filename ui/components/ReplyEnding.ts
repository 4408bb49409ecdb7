import "./ReplyEnding.css";
import { useApp } from "../context";
import { html } from "../html";
import { endingText, mayRetry } from "../messages/ending-text";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { focusMessageBox } from "./message-box";
import { Icon } from "./Icon";

export interface ReplyEndingProps {
  entry: Entry;
  thread: ThreadModel;
}

/** How a reply ended, when that was not by being finished. */
export function ReplyEnding({ entry, thread }: ReplyEndingProps) {
  const { words } = useApp();
  const message = entry.message.value;
  const text = endingText(message, words);
  if (text === undefined) return null;
  const tryAgain = () => {
    void thread.regenerate(entry);
    focusMessageBox();
  };
  return html`
    <div class="ending" data-status=${message.status}>
      <span>${text}</span>
      ${
        mayRetry(message) &&
        html`<button class="button" disabled=${thread.running.value !== undefined} onClick=${tryAgain}>
          <${Icon} name="again" /> ${words.tryAgain}
        </button>`
      }
    </div>
  `;
}
