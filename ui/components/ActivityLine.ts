import "./ActivityLine.css";
import { useApp } from "../context";
import { html } from "../html";
import { activityText } from "../messages/activity-text";
import type { Entry } from "../models/entry";

export interface ActivityLineProps {
  entry: Entry;
  /** Nothing of the reply can be seen yet. */
  isSilent: boolean;
}

/** What a reply is waiting for. The announcer says it to those who listen. */
export function ActivityLine({ entry, isSilent }: ActivityLineProps) {
  const { words } = useApp();
  const activity = entry.activity.value;
  const isBrief = activity === undefined || activity.kind === "sending";
  if (isBrief && !isSilent) return null;
  return html`
    <p class="activity" role="status" aria-live="off">
      <span class="dots" aria-hidden="true"><i /><i /><i /></span>
      <span class=${isBrief ? "unseen" : ""}>${activityText(activity, words)}</span>
    </p>
  `;
}
