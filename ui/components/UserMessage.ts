import "./UserMessage.css";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { CopyButton } from "./CopyButton";
import { Icon } from "./Icon";
import { MessageEditor } from "./MessageEditor";
import { ReplyFacts } from "./ReplyFacts";
import { SentFiles } from "./SentFiles";
import { VersionSwitch } from "./VersionSwitch";

export interface UserMessageProps {
  entry: Entry;
  thread: ThreadModel;
}

/** What the person wrote, as it was written; or the editor to write it anew. */
export function UserMessage({ entry, thread }: UserMessageProps) {
  const { words } = useApp();
  const message = entry.message.value;
  const editedFrom = entry.edit.value?.from;
  const editButton = useRef<HTMLButtonElement>(null);
  const wasEditedFrom = useRef(editedFrom);
  useEffect(() => {
    if (editedFrom === undefined && wasEditedFrom.current === "message") editButton.current?.focus();
    wasEditedFrom.current = editedFrom;
  }, [editedFrom]);

  if (editedFrom !== undefined) {
    return html`<article class="mine" data-role="user" aria-label=${words.you}>
      <${MessageEditor} entry=${entry} thread=${thread} />
    </article>`;
  }
  return html`
    <article class="mine" data-role="user" aria-label=${words.you}>
      <p dir="auto">${message.text}</p>
      ${message.files && html`<${SentFiles} files=${message.files} />`}
      <div class="acts">
        <${ReplyFacts} message=${message} />
        <button
          class="icon"
          ref=${editButton}
          aria-label=${words.editMessage}
          title=${words.editMessage}
          onClick=${() => thread.edit(entry, "message")}
        >
          <${Icon} name="edit" />
        </button>
        <${CopyButton} text=${message.text} label=${words.copyMessage} />
        <${VersionSwitch} entry=${entry} thread=${thread} />
      </div>
    </article>
  `;
}
