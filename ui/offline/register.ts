import { whenIdle } from "../when-idle";
import type { KeepMessage } from "./kept-at";

/** The service worker, as the page sees it. */
export interface OfflineKeeper {
  /** Keeps a conversation as it is now, and the list with it. */
  keep(conversationId: string): void;
}

/**
 * Starts the service worker. Browsers have none on insecure origins, or when a person does not want one: then nothing
 * is kept.
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

  // What came before the worker has passed it by.
  container?.addEventListener("controllerchange", () => send(shown(), usedAssets()));
  container?.register("/sw.js").catch(() => undefined);
  return { keep: (conversationId) => whenIdle(() => send(conversationId, [])) };
}

function usedAssets(): string[] {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/assets/"))
    .map(({ pathname }) => pathname);
}
