import type { FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";

/** @throws Problem `bad_request` when the body is no JSON object. */
export function objectIn({ body }: FastifyRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString("utf8") : "{}");
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw new Problem("bad_request", "body: must be a JSON object.");
}

/** @throws Problem `bad_request` for what is no hash of a session. */
export function sessionHash(given: unknown): string {
  if (typeof given === "string" && given.length >= 1 && given.length <= 128) return given;
  throw new Problem("bad_request", "Session hash not found.");
}

/** Of the path, or of the body. */
export function eventIdIn(request: FastifyRequest): string | undefined {
  const id = (request.params as { id?: string }).id ?? objectIn(request)["event_id"];
  return typeof id === "string" ? id : undefined;
}
