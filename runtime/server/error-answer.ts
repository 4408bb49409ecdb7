import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ErrorBody, type ErrorCode, errorCodes, Problem } from "../contract/problem";

/** Answers every error in the shape of the contract. Only a `Problem` tells its message; the rest is logged. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler(async (request, reply) => answer(reply, notFound(request)));
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, request.routeOptions.bodyLimit);
    if (problem.status >= 500) request.log.error({ err: error }, problem.message);
    return answer(reply, problem);
  });
}

/** Refuses what no route takes before its body is read. */
export function refuseUnknown(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    if (request.is404) throw notFound(request);
  });
}

function notFound({ method, url }: FastifyRequest): Problem {
  return new Problem("not_found", `There is no ${method} ${url.split("?", 1)[0]}.`);
}

/** Answers what fails before there is a route, as an address with a broken escape does. For `frameworkErrors`. */
export function answerEarlyError(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  void answer(reply, problemOf(error, 0));
}

/** The problem that an error is to the caller. Fastify's own 4xx errors name what was wrong with the request. */
export function problemOf(error: unknown, bodyLimit: number): Problem {
  if (error instanceof Problem) return error;
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode === 413) {
    return new Problem("too_large", `The request's body is over the limit of ${bodyLimit} bytes.`);
  }
  if (statusCode >= 400 && statusCode < 500) return new Problem(codeOf(statusCode), message);
  return new Problem("internal", "Something went wrong. Please try again.", { cause: error });
}

function codeOf(status: number): ErrorCode {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  return codes.find((code) => errorCodes[code] === status) ?? "bad_request";
}

async function answer(reply: FastifyReply, { code, message, status }: Problem): Promise<FastifyReply> {
  const body: ErrorBody = { error: { code, message, requestId: reply.request.id } };
  return reply.code(status).header("cache-control", "no-store").send(body);
}
