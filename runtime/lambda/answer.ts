import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { type ErrorBody, Problem } from "../contract/problem";
import { QuotaExceeded } from "../core/quota";
import type { Logger } from "../ports";
import { refusalHeaders, retryHeaders } from "./quota-headers";

/** What API Gateway makes a response of. */
export interface Answer extends APIGatewayProxyResult {
  headers: Record<string, string>;
}

/** Found in the logs, in the access log and in what the caller got. */
export function requestIdOf(event: APIGatewayProxyEvent): string {
  return event.requestContext.requestId;
}

export function jsonAnswer(
  statusCode: number,
  body: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    statusCode,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

export function emptyAnswer(requestId: string): Answer {
  return { statusCode: 204, headers: { "cache-control": "no-store", "x-request-id": requestId }, body: "" };
}

export function problemAnswer(problem: Problem, requestId: string, headers?: Record<string, string>): Answer {
  const body: ErrorBody = { error: { code: problem.code, message: problem.message, requestId } };
  return jsonAnswer(problem.status, body, requestId, { ...headersOf(problem), ...headers });
}

function headersOf(problem: Problem): Record<string, string> {
  if (problem instanceof QuotaExceeded) return refusalHeaders(problem);
  return problem.retryAfterSec === undefined ? {} : retryHeaders(problem.retryAfterSec);
}

/** What the caller may know of an error. Anything that is not a problem is logged, here and nowhere else. */
export function toProblem(error: unknown, logger: Logger, requestId: string): Problem {
  if (error instanceof Problem) return error;
  logger.error({ requestId, error }, "the request failed");
  return new Problem("internal", "Something went wrong here. Try again; if it stays, tell the request id.");
}
