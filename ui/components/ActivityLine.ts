import "./ActivityLine.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Messages } from "../messages/en";
import type { Activity, Entry } from "../models/entry";

export interface ActivityLineProps {
  entry: Entry;
  /** Nothing of the reply can be seen yet. */
  isSilent: boolean;
}

/** What a reply is waiting for. */
export function ActivityLine({ entry, isSilent }: ActivityLineProps) {
  const { words } = useApp();
  const activity = entry.activity.value;
  const isBrief = activity === undefined || activity.kind === "sending";
  if (isBrief && !isSilent) return null;
  return html`
    <p class="activity" role="status">
      <span class="dots" aria-hidden="true"><i /><i /><i /></span>
      <span class=${isBrief ? "unseen" : ""}>${activityText(activity, words)}</span>
    </p>
  `;
}

function activityText(activity: Activity | undefined, words: Messages): string {
  if (activity === undefined) return words.thinking;
  if (activity.kind === "waking" || activity.kind === "queued") {
    return words.activity[activity.kind](activity.estimateSec);
  }
  return words.activity[activity.kind];
}
