import type { FastifyInstance } from "fastify";
import { apiReference } from "../contract/api-reference";
import { diagramFrame } from "../contract/diagram-frame";
import { isHttps } from "./proxies";

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

const headers = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  // Not "no-referrer": with it browsers send the sign-in form with `origin: null`, as if from another site.
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Others' code draws in this frame what strangers wrote: it may run its own script and nothing else. */
const framePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "sandbox allow-scripts",
].join("; ");

/** The renderer of the API's document makes style sheets while it runs. No script of its own making, nothing from elsewhere. */
const docsPolicy = contentSecurityPolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

/** Two years, as browsers' preload lists ask for. */
const strictTransport = "max-age=63072000";

/** Puts the security headers on every answer. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headersFor(request.url));
    if (isHttps(request)) reply.header("strict-transport-security", strictTransport);
  });
}

function headersFor(url: string): Record<string, string> {
  const path = url.split("?", 1)[0];
  if (path === diagramFrame.path) return { ...headers, "content-security-policy": framePolicy };
  if (path === apiReference.path) return { ...headers, "content-security-policy": docsPolicy };
  // To a sandboxed document every server is another's, the one it came from as well.
  const isFrameScript = url.startsWith(diagramFrame.script);
  return isFrameScript ? { ...headers, "cross-origin-resource-policy": "cross-origin" } : headers;
}
