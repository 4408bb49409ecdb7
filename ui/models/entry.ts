import { type Signal, signal } from "@preact/signals";
import type { Message } from "../../runtime/contract/message";

/** Why a reply does not grow at the moment. */
export type Activity =
  | { kind: "sending" | "reconnecting" | "stopping" }
  /** `estimateSec` counts from `at`, ms since the epoch; `position` is the place in the queue, 1 is next. */
  | { kind: "waking" | "queued"; what?: "database"; at: number; estimateSec?: number; position?: number };

/** A message being written anew, in its place. */
export interface Edit {
  text: string;
  /** Where the focus came from and goes back to. */
  from: "box" | "message";
}

/** What the model thought before it answered, as far as this page saw it. Milliseconds. */
export interface Thought {
  since: number;
  /** Unknown while it lasts. */
  tookMs?: number;
}

/**
 * One message on the page. Its own signals, so that a token renders one message and not the whole log; what its reader
 * did with it stays when it is out of sight.
 */
export interface Entry {
  /** Stays the same when a new message gets its id. */
  key: string;
  message: Signal<Message>;
  activity: Signal<Activity | undefined>;
  /** Undefined while the message is only shown. */
  edit: Signal<Edit | undefined>;
  thought: Signal<Thought | undefined>;
  isThoughtOpen: Signal<boolean>;
}

export function createEntry(message: Message, activity?: Activity): Entry {
  const isThinking = message.status === "running" && message.reasoning !== undefined && message.text === "";
  return {
    key: message.id,
    message: signal(message),
    activity: signal(activity),
    edit: signal<Edit | undefined>(undefined),
    // It began before this page came: its first moment is the nearest that is known.
    thought: signal<Thought | undefined>(isThinking ? { since: Date.parse(message.createdAt) } : undefined),
    isThoughtOpen: signal(false),
  };
}

/** After a first thought the clock runs, until the first word. */
export function thoughtAfter(
  thought: Thought | undefined,
  event: { type: string },
  now: number,
): Thought | undefined {
  if (event.type === "started") return undefined;
  if (event.type === "reasoning") return thought ?? { since: now };
  const isOver = event.type === "text" || event.type === "done" || event.type === "error";
  if (!isOver || thought === undefined || thought.tookMs !== undefined) return thought;
  return { ...thought, tookMs: Math.max(0, now - thought.since) };
}
