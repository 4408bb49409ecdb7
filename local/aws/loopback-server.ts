import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Binds a server to 127.0.0.1 and resolves with its port. Rejects when the port is taken.
 *
 * @param port 0 takes a free one.
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  // Longer than the 60 s that clients and proxies keep an idle connection: Node's 5 s give "socket hang up" at low rates.
  server.keepAliveTimeout = 65_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Ends a listening server at once, with its open connections. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await closeServer(server);
  return port;
}
