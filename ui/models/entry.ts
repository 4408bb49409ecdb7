import { type Signal, signal } from "@preact/signals";
import type { Message } from "../../runtime/contract/message";

/** Why a reply does not grow at the moment. */
export type Activity =
  | { kind: "sending" | "reconnecting" | "stopping" }
  | { kind: "waking" | "queued"; estimateSec?: number };

/** One message on the page. Its own signal, so that a token renders one message and not the whole log. */
export interface Entry {
  /** Stays the same when a new message gets its id. */
  key: string;
  message: Signal<Message>;
  activity: Signal<Activity | undefined>;
}

export function createEntry(message: Message, activity?: Activity): Entry {
  return { key: message.id, message: signal(message), activity: signal(activity) };
}
