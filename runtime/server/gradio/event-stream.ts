import type { FastifyReply } from "fastify";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // Proxies are told not to gather or compress what streams.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** Begins a stream of events, which is then written by hand. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.headers(streamHeaders);
  reply.raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
  reply.raw.flushHeaders();
  reply.raw.on("error", (error) => reply.request.log.info({ err: error }, "The client's connection failed."));
  return reply.raw;
}
