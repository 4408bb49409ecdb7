import type { KeepMessage } from "./kept-at";

/** The service worker, as the page sees it. */
export interface OfflineKeeper {
  /** Keeps a conversation as it is now, and the list with it. */
  keep(conversationId: string): void;
}

/**
 * Starts the service worker when the page has nothing better to do. Browsers have none on insecure origins, or when a
 * person does not want one: then nothing is kept.
 *
 * @param shown - the conversation that is in front
 */
export function startOfflineKeeper(shown: () => string | undefined): OfflineKeeper {
  const container = "serviceWorker" in navigator ? navigator.serviceWorker : undefined;

  function send(conversationId: string | undefined, assets: string[]): void {
    const path = `/api/conversations/${encodeURIComponent(conversationId ?? "")}`;
    const reads = ["/api/session", "/api/conversations"];
    if (conversationId !== undefined) reads.push(path, `${path}/messages`);
    const message: KeepMessage = { type: "keep", assets, reads };
    container?.controller?.postMessage(message);
  }

  async function start(): Promise<void> {
    await container?.register("/sw.js").catch(() => undefined);
  }

  // What came before the worker has passed it by.
  container?.addEventListener("controllerchange", () => send(shown(), usedAssets()));
  whenIdle(() => void start());
  return { keep: (conversationId) => whenIdle(() => send(conversationId, [])) };
}

function usedAssets(): string[] {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/assets/"))
    .map(({ pathname }) => pathname);
}

function whenIdle(task: () => void): void {
  // Safari has no idle time to tell of.
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(task) : setTimeout(task, 1_000));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
