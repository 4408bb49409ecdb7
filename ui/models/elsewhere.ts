import type { PagePorts } from "../ports";
import type { ConversationsModel } from "./conversations-model";

/** Several changes that come together are read once; and the list of the server may be some ms behind, ms. */
const pauseMs = 300;

/**
 * Keeps the list as it is elsewhere: in the other tabs while one looks, on other devices when one comes back. What
 * comes from those meanwhile, `other-devices.ts` sees.
 */
export function followElsewhere(
  ports: Pick<PagePorts, "tabs" | "onReturn" | "isVisible" | "wait">,
  conversations: Pick<ConversationsModel, "drop" | "refresh">,
): void {
  let latest = new AbortController();
  async function refreshSoon(): Promise<void> {
    latest.abort();
    const { signal } = (latest = new AbortController());
    await ports.wait(pauseMs, signal);
    if (!signal.aborted) await conversations.refresh();
  }
  ports.tabs.listen((event) => {
    if (event.type === "deleted") conversations.drop(event.conversationId);
    // A tab that nobody sees reads the list when it is seen again.
    else if (ports.isVisible.peek()) void refreshSoon();
  });
  ports.onReturn(() => void refreshSoon());
}
