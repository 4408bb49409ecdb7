import { effect } from "@preact/signals";
import type { PagePorts } from "../ports";
import type { ChatModel } from "./chat-model";
import type { ConversationsModel } from "./conversations-model";

const pauseMs = 25_000;
const longestPauseMs = 5 * 60_000;

type Watched = {
  conversations: Pick<ConversationsModel, "find" | "glance" | "refresh">;
  chat: Pick<ChatModel, "thread">;
};

/**
 * Looks every 25 s whether something came from another device, of which no tab tells: with one read of the beginning
 * of the list, where whatever has just changed is. Only when that is not as it is shown here, more is read. Nobody
 * asks while the page is out of sight, without a network, or busy with a reply; a server that fails is asked more and
 * more seldom, down to every 5 minutes.
 *
 * A look costs about 4 $ a million, nearly all of it API Gateway's price of a request: a team of 50, each with the page
 * in sight 8 hours a working day, makes 1.3 million a month, 5 $.
 *
 * @returns what ends it
 */
export function watchOtherDevices(
  ports: Pick<PagePorts, "isOnline" | "isVisible" | "wait">,
  { conversations, chat }: Watched,
): () => void {
  async function look(signal: AbortSignal): Promise<void> {
    const isNew = await conversations.glance(signal);
    if (signal.aborted) return;
    const thread = chat.thread.peek();
    if (isNew) await Promise.all([conversations.refresh(), thread.refresh()]);
    const id = thread.id.peek();
    // The list may have been read again without the conversation.
    const listed = id === undefined ? undefined : conversations.find(id);
    if (listed && !signal.aborted) await thread.hear(listed.updatedAt);
  }

  async function watch(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await ports.wait(Math.min(longestPauseMs, pauseMs * 2 ** failures), signal);
      if (signal.aborted) return;
      // oxlint-disable-next-line no-await-in-loop
      const hasFailed = await look(signal).then(
        () => false,
        () => true,
      );
      failures = hasFailed ? failures + 1 : 0;
    }
  }

  return effect(() => {
    const isBusy = chat.thread.value.running.value !== undefined;
    if (isBusy || !ports.isVisible.value || !ports.isOnline.value) return undefined;
    const ended = new AbortController();
    void watch(ended.signal);
    return () => ended.abort();
  });
}
