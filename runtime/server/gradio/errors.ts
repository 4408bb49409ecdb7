import type { FastifyReply, FastifyRequest } from "fastify";
import { problemOf } from "../error-answer";

/** What Gradio's clients show to somebody without a key. */
const howToSignIn =
  "An API key is needed: auth with any user name and the key as password, or the header Authorization: Bearer <key>.";

/** Answers an error in the shape that Gradio's clients read: `detail`. */
export async function answerDetail(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, code, message } = problemFor(error, request);
  const isStranger = code === "unauthorized" && request.routeOptions.url !== "/login";
  const detail = isStranger ? { error: message, auth_message: howToSignIn } : message;
  return reply.code(status).header("cache-control", "no-store").send({ detail });
}

/** As an upload is refused: the clients show the body as it is. */
export function answerText(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, message } = problemFor(error, request);
  reply.code(status).header("cache-control", "no-store").type("text/plain; charset=utf-8").send(message);
}

function problemFor(error: unknown, request: FastifyRequest) {
  const problem = problemOf(error, request.routeOptions.bodyLimit);
  if (problem.status >= 500) request.log.error({ err: error }, problem.message);
  return problem;
}
