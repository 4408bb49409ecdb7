import { Problem } from "../contract/problem";
import type { ConversationStore, Logger, ReplyProgress, Wait } from "../ports";

/** How often a running reply is saved: what a crash may cost, and how fast a stop is seen. */
const saveEveryMs = 1_000;

export interface ReplyKeeperPorts {
  store: ConversationStore;
  logger: Logger;
  wait: Wait;
}

export interface ReplyKeeper {
  /** Ends the saving; resolves when no save is under way any more. */
  finish(): Promise<void>;
}

/**
 * Saves a running reply about once a second, also while the model is silent, so that its lease holds and a stop is
 * seen. Runs beside the stream, never holds it up, and never has two saves under way.
 *
 * @param onStop - called when a stop was asked for, or when the reply is gone because its conversation was deleted.
 */
export function keepReply(
  ports: ReplyKeeperPorts,
  progress: () => ReplyProgress,
  onStop: () => void,
): ReplyKeeper {
  const over = new AbortController();
  const saving = saveUntilOver(ports, progress, onStop, over.signal);
  return {
    async finish() {
      over.abort();
      await saving;
    },
  };
}

async function saveUntilOver(
  { store, logger, wait }: ReplyKeeperPorts,
  progress: () => ReplyProgress,
  onStop: () => void,
  over: AbortSignal,
): Promise<void> {
  let failing = false;
  while (true) {
    await wait(saveEveryMs, over);
    if (over.aborted) return;
    try {
      const { stopRequested } = await store.saveProgress(progress());
      failing = false;
      if (stopRequested) return onStop();
    } catch (error) {
      if (error instanceof Problem && error.code === "not_found") return onStop();
      // A save that fails costs nothing yet: the next one has it all. Said once, not every second.
      if (!failing) logger.error({ error, messageId: progress().messageId }, "the reply could not be saved");
      failing = true;
    }
  }
}
