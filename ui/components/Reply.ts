import "./Reply.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { ActivityLine } from "./ActivityLine";
import { CopyButton } from "./CopyButton";
import { Markdown } from "./Markdown";
import { ReplyEnding } from "./ReplyEnding";
import { ReplyFacts } from "./ReplyFacts";
import { Thinking } from "./Thinking";
import { VersionSwitch } from "./VersionSwitch";

export interface ReplyProps {
  entry: Entry;
  thread: ThreadModel;
}

/** What the model answers, growing or finished. */
export function Reply({ entry, thread }: ReplyProps) {
  const { words } = useApp();
  const message = entry.message.value;
  const { text, reasoning = "", status } = message;
  const isRunning = status === "running";
  return html`
    <article
      class="reply"
      data-role="assistant"
      data-status=${status}
      aria-label=${words.assistant}
      aria-busy=${isRunning}
    >
      ${reasoning !== "" && html`<${Thinking} text=${reasoning} isRunning=${isRunning && text === ""} />`}
      ${text !== "" && html`<${Markdown} text=${text} isRunning=${isRunning} />`}
      ${isRunning && html`<${ActivityLine} entry=${entry} isSilent=${text === "" && reasoning === ""} />`}
      ${
        !isRunning &&
        html`
          <${ReplyEnding} entry=${entry} thread=${thread} />
          <div class="acts">
            ${text !== "" && html`<${CopyButton} text=${text} label=${words.copyMessage} />`}
            <${VersionSwitch} entry=${entry} thread=${thread} />
            <${ReplyFacts} message=${message} />
          </div>
        `
      }
    </article>
  `;
}
