import type { Activity } from "../models/entry";
import type { Messages } from "./en";

/**
 * What a reply is waiting for, in words.
 *
 * @param now - ms since the epoch; what is left of an estimate then, all of it without
 */
export function activityText(activity: Activity | undefined, words: Messages, now?: number): string {
  if (activity === undefined) return words.thinking;
  if (activity.kind === "waking") {
    return words.activity.waking(activity.what === "database", leftSec(activity, now));
  }
  if (activity.kind === "queued") return words.activity.queued(leftSec(activity, now), activity.position);
  return words.activity[activity.kind];
}

/** Nothing when the estimate has passed. */
function leftSec({ at, estimateSec }: { at: number; estimateSec?: number }, now = at): number | undefined {
  if (estimateSec === undefined) return undefined;
  const left = Math.ceil(estimateSec - Math.max(0, now - at) / 1_000);
  return left > 0 ? left : undefined;
}
