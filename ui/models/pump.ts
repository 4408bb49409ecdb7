import type { ReplyEvent } from "./follow-reply";

/**
 * Hands events to `apply` in batches: words once a frame, so that a fast model costs one render and not a hundred;
 * everything else at once, as a hidden tab has no frames. Nothing is held back when `events` ends or fails.
 */
export async function pump(
  events: AsyncIterable<ReplyEvent>,
  frame: (task: () => void) => void,
  apply: (batch: ReplyEvent[]) => void,
): Promise<void> {
  let waiting: ReplyEvent[] = [];
  let frameAsked = false;
  const flush = () => {
    frameAsked = false;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) apply(batch);
  };
  try {
    for await (const event of events) {
      waiting.push(event);
      if (event.type !== "text" && event.type !== "reasoning") {
        flush();
      } else if (!frameAsked) {
        frameAsked = true;
        frame(flush);
      }
    }
  } finally {
    flush();
  }
}
