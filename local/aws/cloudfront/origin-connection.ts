import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** A place that listens. */
export interface Address {
  host: string;
  port: number;
}

const retryMs = 100;

/**
 * A connection to a healthy target. Nothing has been sent on it yet, so that trying again is safe for every method.
 *
 * @param pick The next healthy target, if there is one.
 * @param waitMs How long to try.
 * @param signal Ends the trying.
 * @returns undefined when no target takes it in time.
 */
export async function connectOrigin(
  pick: () => Address | undefined,
  waitMs: number,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  const deadline = Date.now() + waitMs;
  while (!signal.aborted) {
    const target = pick();
    const socket = target && (await tryConnect(target, signal));
    if (socket) return socket;
    if (Date.now() + retryMs > deadline) return undefined;
    await delay(retryMs, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

async function tryConnect({ host, port }: Address, signal: AbortSignal): Promise<Socket | undefined> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal });
    // The request that takes the socket over handles what comes later.
    socket.on("error", () => {});
    return socket;
  } catch {
    socket.on("error", () => {}).destroy();
    return undefined;
  }
}
