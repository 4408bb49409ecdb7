import type { FastifyRequest } from "fastify";
import { BlockList, isIP } from "node:net";

/** CloudFront's network interface in our VPC, and the load balancer. Each adds the address it was called from. */
const proxyHops = 2;

/**
 * Which addresses of `x-forwarded-for` are our own proxies: the two nearest, when private. The next one is the
 * address that CloudFront saw; whatever a client wrote into the header lies behind it.
 */
export function createProxyTrust(): (address: string, hop: number) => boolean {
  const privateAddresses = new BlockList();
  privateAddresses.addSubnet("10.0.0.0", 8);
  privateAddresses.addSubnet("172.16.0.0", 12);
  privateAddresses.addSubnet("192.168.0.0", 16);
  privateAddresses.addSubnet("127.0.0.0", 8);
  privateAddresses.addAddress("::1", "ipv6");
  privateAddresses.addSubnet("fc00::", 7, "ipv6");
  // What is no address at all was written by a client, and the list would throw at it.
  const isPrivate = (address: string) =>
    isIP(address) !== 0 && privateAddresses.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return (address, hop) => hop < proxyHops && isPrivate(address);
}

/**
 * True when the browser speaks https. CloudFront reaches the load balancer over http, which then overwrites
 * `x-forwarded-proto`; CloudFront's own header says what the viewer used.
 */
export function isHttps(request: FastifyRequest): boolean {
  return (request.headers["cloudfront-forwarded-proto"] ?? request.protocol) === "https";
}
