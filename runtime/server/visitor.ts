import type { FastifyRequest } from "fastify";

/** Who sends a request. `unverifiable`: has a session, but the API that could confirm it does not answer. */
export type Visitor =
  | { status: "known"; user: string }
  | { status: "stranger" }
  | { status: "unverifiable"; user: string };

/** Tells who sends a request. */
export type IdentifyVisitor = (request: FastifyRequest) => Promise<Visitor>;

/** Without sign-in, everybody is the owner. */
export const everybodyIsOwner: IdentifyVisitor = async () => ({ status: "known", user: "owner" });
