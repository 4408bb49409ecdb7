import "./UserMessage.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { CopyButton } from "./CopyButton";
import { VersionSwitch } from "./VersionSwitch";

export interface UserMessageProps {
  entry: Entry;
  thread: ThreadModel;
}

/** What the person wrote, as it was written. */
export function UserMessage({ entry, thread }: UserMessageProps) {
  const { words } = useApp();
  const { text } = entry.message.value;
  return html`
    <article class="mine" data-role="user" aria-label=${words.you}>
      <p dir="auto">${text}</p>
      <div class="acts">
        <${VersionSwitch} entry=${entry} thread=${thread} />
        <${CopyButton} text=${text} label=${words.copyMessage} />
      </div>
    </article>
  `;
}
