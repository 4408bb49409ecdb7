import type { OpenAiError } from "../contract/openai-answer";
import type { ErrorCode, Problem } from "../contract/problem";
import { OpenAiProblem } from "../core/openai-problem";
import { QuotaExceeded } from "../core/quota";
import type { Logger } from "../ports";
import { type Answer, jsonAnswer, toProblem } from "./answer";
import { refusalHeaders } from "./quota-headers";
import { MethodNotAllowed } from "./routes";

/** OpenAI knows fewer statuses: what failed behind us is its 500, whatever it was. */
const statuses: Partial<Record<ErrorCode, number>> = { model_error: 500, timeout: 500 };

/** A model that wakes takes minutes; clients try again after this, and their tries are few. */
const wakingRetrySec = 20;

/** OpenAI's `type`, which its clients hand on to programs. */
const types: Partial<Record<ErrorCode, string>> = {
  unauthorized: "authentication_error",
  forbidden: "permission_error",
  too_many_requests: "rate_limit_error",
  quota_exceeded: "insufficient_quota",
  internal: "server_error",
  model_error: "server_error",
  model_unavailable: "server_error",
  timeout: "server_error",
};

/** An error as OpenAI's clients know it. What the caller did not cause is logged, here and nowhere else. */
export function openAiErrorAnswer(error: unknown, logger: Logger, requestId: string): Answer {
  const problem = toLoggedProblem(error, logger, requestId);
  const status = statuses[problem.code] ?? problem.status;
  return jsonAnswer(status, errorBody(problem), requestId, headersOf(problem));
}

/** The same in the middle of a stream, where there is no status any more. */
export function openAiErrorEvent(error: unknown, logger: Logger, requestId: string): OpenAiError {
  return errorBody(toLoggedProblem(error, logger, requestId));
}

function toLoggedProblem(error: unknown, logger: Logger, requestId: string): Problem {
  const problem = toProblem(error, logger, requestId);
  // Of a problem that the model has, the words are for the log.
  if (problem.status >= 500 && problem.cause !== undefined) {
    logger.error({ requestId, error: problem }, "the model failed");
  }
  return problem;
}

function errorBody(problem: Problem): OpenAiError {
  const { param, reason } =
    problem instanceof OpenAiProblem ? problem : { param: null, reason: problem.code };
  const type = types[problem.code] ?? "invalid_request_error";
  return { error: { message: problem.message, type, param, code: reason } };
}

function headersOf(problem: Problem): Record<string, string> {
  if (problem instanceof QuotaExceeded) return refusalHeaders(problem);
  if (problem instanceof MethodNotAllowed) return { allow: problem.allow };
  return problem.code === "model_unavailable" ? { "retry-after": String(wakingRetrySec) } : {};
}
