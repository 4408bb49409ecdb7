import "./VersionSwitch.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import { Icon } from "./Icon";

export interface VersionSwitchProps {
  entry: Entry;
  thread: ThreadModel;
}

/** Goes between the versions of a message; nothing where there is only one. */
export function VersionSwitch({ entry, thread }: VersionSwitchProps) {
  const { words } = useApp();
  const { number, count } = thread.entries.versionOf(entry);
  if (count < 2) return null;
  const go = (step: -1 | 1) => () => thread.entries.switchVersion(entry, step);
  return html`
    <span class="version" role="group" aria-label=${words.version(number, count)}>
      <button class="icon" aria-label=${words.previousVersion} disabled=${number === 1} onClick=${go(-1)}>
        <${Icon} name="left" />
      </button>
      ${number}/${count}
      <button class="icon" aria-label=${words.nextVersion} disabled=${number === count} onClick=${go(1)}>
        <${Icon} name="right" />
      </button>
    </span>
  `;
}
