import "./ActivityLine.css";
import { useApp } from "../context";
import { html } from "../html";
import { activityText } from "../messages/activity-text";
import type { Entry } from "../models/entry";
import { useNow } from "./now";

export interface ActivityLineProps {
  entry: Entry;
  /** Nothing of the reply can be seen yet. */
  isSilent: boolean;
}

/** What a reply is waiting for. The announcer says it to those who listen. */
export function ActivityLine({ entry, isSilent }: ActivityLineProps) {
  const { isOnline, words } = useApp();
  const activity = entry.activity.value;
  const isOffline = !isOnline.value;
  const isBrief = !isOffline && (activity === undefined || activity.kind === "sending");
  const isEstimated = !isOffline && activity !== undefined && "estimateSec" in activity;
  const now = useNow(isEstimated);
  if (isBrief && !isSilent) return null;
  const text = isOffline ? words.activity.offline : activityText(activity, words, now);
  return html`
    <p class="activity" role="status" aria-live="off" data-brief=${isBrief}>
      <span class="dots" aria-hidden="true"><i /><i /><i /></span>
      <span class="said">${text}</span>
    </p>
  `;
}
