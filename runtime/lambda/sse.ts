import type { StreamEvent } from "../contract/stream-event";

export const sseHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // `no-transform`: a proxy that compresses holds events back until its buffer is full.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** A comment, which every client skips: CloudFront and proxies cut connections that are silent for 30 s. */
export const keepAliveComment = ": keep-alive\n\n";

/** JSON has no raw line breaks, so that one `data:` line is enough. */
export function encodeSse(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
