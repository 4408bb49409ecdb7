import type { FastifyReply, FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The style sheet of the sign-in page. */
export interface SignInStyle {
  /** Changes with what is in it, so that browsers may keep it for ever. */
  url: string;
  serve(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

const forEver = "public, max-age=31536000, immutable";

/** Where it is served; what it is at the moment stands behind a `?`. */
export const stylePath = "/sign-in.css";

/**
 * @param file - path of the CSS file
 * @param colours - what the page behind sets in a script, which this one does not have
 */
export function createSignInStyle(file: string, colours: Record<string, string> = {}): SignInStyle {
  const properties = Object.entries(colours).map(([name, value]) => `${name}:${value};`);
  const css = `${readFileSync(file, "utf8")}\n:root{${properties.join("")}}\n`;
  const url = `${stylePath}?${createHash("sha256").update(css).digest("hex").slice(0, 12)}`;
  return {
    url,
    serve: (request, reply) =>
      reply
        // The address that another server gave, before or after this one, is not to stand for this one's colours.
        .header("cache-control", request.url === url ? forEver : "no-cache")
        .type("text/css; charset=utf-8")
        .send(css),
  };
}
