import "./Reply.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { ActivityLine } from "./ActivityLine";
import { Markdown } from "./Markdown";
import { ReplyActs } from "./ReplyActs";
import { ReplyEnding } from "./ReplyEnding";
import { Sources } from "./SentFiles";
import { Thinking } from "./Thinking";

export interface ReplyProps {
  entry: Entry;
  thread: ThreadModel;
}

/** What the model answers, growing or finished. */
export function Reply({ entry, thread }: ReplyProps) {
  const { site } = useApp();
  const { text, reasoning = "", sources = [], status } = entry.message.value;
  const isRunning = status === "running";
  return html`
    <article
      class="reply"
      data-role="assistant"
      data-status=${status}
      aria-label=${site.name}
      aria-busy=${isRunning}
    >
      ${reasoning !== "" && html`<${Thinking} entry=${entry} />`}
      ${text !== "" && html`<${Markdown} text=${text} isRunning=${isRunning} />`}
      ${!isRunning && sources.length > 0 && html`<${Sources} sources=${sources} />`}
      ${
        isRunning
          ? html`<${ActivityLine} entry=${entry} isSilent=${text === "" && reasoning === ""} />`
          : html`<${ReplyEnding} entry=${entry} thread=${thread} />`
      }
      <${ReplyActs} entry=${entry} thread=${thread} />
    </article>
  `;
}
