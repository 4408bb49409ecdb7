import type { FastifyReply } from "fastify";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // Proxies are told not to gather or compress what streams.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Begins a stream of events, which `write` then writes by hand until the stream closes. Nothing begins for a client that
 * has left meanwhile: of such a stream nobody hears any more that it has closed.
 */
export function streamEvents(reply: FastifyReply, write: (out: ServerResponse) => void): void {
  const { raw, request } = reply.hijack();
  if (raw.destroyed) return;
  reply.headers(streamHeaders);
  raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
  raw.flushHeaders();
  raw.on("error", (error) => request.log.info({ err: error }, "The client's connection failed."));
  write(raw);
}
