import type { FastifyReply, FastifyRequest } from "fastify";

/** Who sends a request. `unverifiable`: has a session, but the API that could confirm it does not answer. */
export type Visitor =
  | { status: "known"; user: string }
  | { status: "stranger" }
  | { status: "unverifiable"; user: string };

/** Tells who sends a request. */
export type IdentifyVisitor = (request: FastifyRequest) => Promise<Visitor>;

/** Without sign-in, everybody is the owner. */
export const everybodyIsOwner: IdentifyVisitor = async () => ({ status: "known", user: "owner" });

/** Answers a stranger who asks for a page: after signing in, it is this one. */
export function leadToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "/";
  const target = path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
  return reply.header("cache-control", "no-store").redirect(target);
}
