import type { Signal } from "@preact/signals";
import type { Entries } from "./entries";
import type { ReplyRun } from "./reply-run";
import type { ThreadPorts } from "./thread-ports";

export type ThreadState = "new" | "loading" | "ready" | "missing" | "failed";

/** What the parts of a thread share. */
export interface ThreadCore {
  ports: ThreadPorts;
  /** Undefined until the first turn is stored, and for ever in a temporary chat. */
  id: Signal<string | undefined>;
  title: Signal<string>;
  state: Signal<ThreadState>;
  entries: Entries;
  run: ReplyRun;
  /** Nothing of this conversation is stored anywhere. */
  isTemporary: boolean;
  /** Aborts when the thread is let go. */
  closing: AbortSignal;
}
