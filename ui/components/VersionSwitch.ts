import "./VersionSwitch.css";
import { useEffect, useRef } from "preact/hooks";
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
  const group = useRef<HTMLSpanElement>(null);
  // The button that was pressed has gone with its version: the focus goes on to the same one here.
  useEffect(() => {
    const step = thread.takeStep(entry);
    if (step === undefined) return;
    const [previous, next] = group.current?.querySelectorAll("button") ?? [];
    const same = step === 1 ? next : previous;
    const other = step === 1 ? previous : next;
    (same?.disabled ? other : same)?.focus();
  }, [thread, entry]);
  if (count < 2) return null;
  const go = (step: -1 | 1) => () => thread.switchVersion(entry, step);
  return html`
    <span class="version" ref=${group} role="group" aria-label=${words.version(number, count)}>
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
