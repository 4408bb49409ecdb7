import type { IncomingMessage } from "node:http";
import { GatewayError } from "./gateway-error";

/** API Gateway's own limit for a body, in bytes. */
const maxBodyBytes = 10 * 1024 * 1024;

/** The whole body. One that is too large is read to its end, so that the caller hears the answer, and refused. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > maxBodyBytes) throw new GatewayError("REQUEST_TOO_LARGE");
  return Buffer.concat(chunks);
}
