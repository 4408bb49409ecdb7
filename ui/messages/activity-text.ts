import type { Activity } from "../models/entry";
import type { Messages } from "./en";

/** What a reply is waiting for, in words. */
export function activityText(activity: Activity | undefined, words: Messages): string {
  if (activity === undefined) return words.thinking;
  if (activity.kind === "waking" || activity.kind === "queued") {
    return words.activity[activity.kind](activity.estimateSec);
  }
  return words.activity[activity.kind];
}
