import { Problem } from "../contract/problem";

/** Errors after which the same request may well succeed a little later. */
const passing = new Set([
  "InternalDependencyException",
  "ModelNotReadyException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "ThrottlingException",
  "TimeoutError",
  "ECONNREFUSED",
  "ENOTFOUND",
  "ETIMEDOUT",
]);

/** SageMaker says so with a `ValidationError`, in these words: the endpoint is missing, starting or scaled to zero. */
const notServing = /not found|no capacity|not in service|not inservice|no instances|creating|updating/i;

/** What the model's container answers while it is overloaded or loading. */
const overloaded = new Set([429, 503]);

/** What a caller is told about a failed invocation; the words of AWS and of the model stay in `cause`. */
export function toModelProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isPassing(error)
    ? new Problem("model_unavailable", "The model is not available now. Try again in a minute.", {
        cause: error,
      })
    : new Problem("model_error", "The model failed. Try again.", { cause: error });
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, OriginalStatusCode } = error as Error & { code?: string; OriginalStatusCode?: number };
  if (error.name === "ValidationError") return notServing.test(error.message);
  if (error.name === "ModelError") return overloaded.has(OriginalStatusCode ?? 0);
  return passing.has(error.name) || passing.has(code ?? "");
}
