import type { FastifyInstance, FastifyRequest } from "fastify";
import { Problem } from "../contract/problem";

const readMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses requests that change something and come from another site's page (CSRF). Its links may lead here. */
export function refuseCrossSite(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    if (!readMethods.has(request.method)) requireSameOrigin(request);
  });
}

/** @throws Problem `forbidden` when the request comes from another site's page, whatever its method. */
export function requireSameOrigin(request: FastifyRequest): void {
  if (!isSameOrigin(request)) {
    throw new Problem("forbidden", "This request comes from a page of another site.");
  }
}

/**
 * `sec-fetch-site` is the browser's own word. Older ones send `origin`, which is compared by host alone: behind
 * CloudFront this server cannot see which scheme the page was opened with. What sends neither is no browser.
 */
function isSameOrigin({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  if (headers.origin === undefined) return true;
  return URL.parse(headers.origin)?.host === headers.host;
}
