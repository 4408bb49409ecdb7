import type { FastifyInstance } from "fastify";

/**
 * Lets `app.close()` end as soon as the last request has. Without it, a connection that a browser opened ahead of time,
 * or keeps after its stream, would hold the server until its timeout.
 */
export function endConnectionsWhenDone(app: FastifyInstance): void {
  let running = 0;
  let closing = false;

  function endIdle(): void {
    if (closing && running === 0) app.server.closeAllConnections();
  }

  app.addHook("onRequest", async (_request, reply) => {
    running += 1;
    reply.raw.once("close", () => {
      running -= 1;
      // After the turn of the event loop that hands the last bytes to the socket.
      setImmediate(endIdle);
    });
  });
  app.addHook("preClose", async () => {
    closing = true;
    // Fastify stops listening right after this hook.
    setImmediate(endIdle);
  });
}
