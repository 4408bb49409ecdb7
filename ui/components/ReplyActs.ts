import "./ReplyActs.css";
import { useApp } from "../context";
import { html } from "../html";
import { mayRetry } from "../messages/ending-text";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { CopyButton } from "./CopyButton";
import { focusMessageBox } from "./message-box";
import { Icon, type IconProps } from "./Icon";
import { Rating } from "./Rating";
import { SaveButton } from "./SaveButton";
import { ReplyFacts } from "./ReplyFacts";
import { VersionSwitch } from "./VersionSwitch";

export interface ReplyActsProps {
  entry: Entry;
  thread: ThreadModel;
}

/** What one can do with a reply. Quiet until it is looked at, but for the last one. */
export function ReplyActs({ entry, thread }: ReplyActsProps) {
  const { words } = useApp();
  const message = entry.message.value;
  const { text, status, parentId } = message;
  const isLast = thread.entries.path.value.at(-1) === entry;
  const versions = html`<${VersionSwitch} entry=${entry} thread=${thread} />`;
  if (status === "running") return html`<div class="acts">${versions}</div>`;

  const isBusy = thread.running.value !== undefined;
  // What is pressed goes with what it changes: the focus goes on to where one writes.
  const press = (onClick: () => void) => () => {
    onClick();
    focusMessageBox();
  };
  const act = (icon: IconProps["name"], label: string, onClick: () => void) => html`
    <button class="icon" aria-label=${label} title=${label} disabled=${isBusy} onClick=${press(onClick)}>
      <${Icon} name=${icon} />
    </button>
  `;
  return html`
    <div class="acts" data-last=${isLast}>
      ${text !== "" && html`<${CopyButton} text=${text} label=${words.copyMessage} /><${SaveButton} message=${message} />`}
      ${
        parentId !== null &&
        !mayRetry(message) &&
        act("again", words.regenerate, () => void thread.regenerate(entry))
      }
      ${isLast && parentId !== null && act("undo", words.takeBack, thread.takeBack)}
      ${text !== "" && !thread.isTemporary && html`<${Rating} entry=${entry} thread=${thread} />`} ${versions}
      <${ReplyFacts} message=${message} />
    </div>
  `;
}
