import type { FastifyInstance } from "fastify";
import { apiReference } from "../contract/api-reference";
import { diagramFrame } from "../contract/diagram-frame";
import { isHttps } from "./proxies";

/** Files travel between the page and the bucket, and images in it are shown: the one other origin. */
const contentSecurityPolicy = (filesOrigin: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${filesOrigin}`,
    `connect-src 'self' ${filesOrigin}`,
    "frame-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");

const commonHeaders = {
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
const docsPolicy = (policy: string) => policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

/** Two years, as browsers' preload lists ask for. */
const strictTransport = "max-age=63072000";

/**
 * Puts the security headers on every answer.
 *
 * @param filesUrl - the bucket of the page's files
 */
export function addSecurityHeaders(app: FastifyInstance, filesUrl: URL): void {
  const policy = contentSecurityPolicy(filesUrl.origin);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...commonHeaders, ...headersFor(request.url, policy) });
    if (isHttps(request)) reply.header("strict-transport-security", strictTransport);
  });
}

function headersFor(url: string, policy: string): Record<string, string> {
  const path = url.split("?", 1)[0];
  if (path === diagramFrame.path) return { "content-security-policy": framePolicy };
  if (path === apiReference.path) return { "content-security-policy": docsPolicy(policy) };
  // To a sandboxed document every server is another's, the one it came from as well.
  const isFrameScript = url.startsWith(diagramFrame.script);
  return {
    "content-security-policy": policy,
    ...(isFrameScript && { "cross-origin-resource-policy": "cross-origin" }),
  };
}
