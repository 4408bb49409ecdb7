import type { FastifyRequest } from "fastify";
import { isIP } from "node:net";
import { Problem } from "../contract/problem";

/**
 * Refuses names that somebody else's DNS may lead here. Without sign-in, a page of `evil.example` whose name is turned
 * to 127.0.0.1 after it was opened (DNS rebinding) would be of one origin with this server, and read everything. An
 * address has no DNS, `localhost` never leaves the machine, and names below `cloudfront.net` are AWS's to give.
 *
 * @throws Problem `forbidden`.
 */
export function requireOwnHost({ headers }: FastifyRequest): void {
  const name = URL.parse(`http://${headers.host}`)?.hostname ?? "";
  if (isAddress(name) || /^(?:.+\.)?localhost$|\.cloudfront\.net$/.test(name)) return;
  throw new Problem(
    "forbidden",
    `Without sign-in the chat is open under localhost, an IP address or its CloudFront domain, not under ${JSON.stringify(name)}.`,
  );
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}
