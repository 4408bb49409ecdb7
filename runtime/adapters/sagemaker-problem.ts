import { Problem } from "../contract/problem";
import { ModelRefusal } from "../core/model-refusal";

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

/** What it answers to a request that it cannot follow, however often it is sent. */
const refused = new Set([400, 413, 422]);

/** What a caller is told about a failed invocation; the words of AWS and of the model stay in `cause`. */
export function toModelProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const words = refusalOf(error);
  if (words !== undefined) return new ModelRefusal(words, { cause: error });
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

/** The words of vLLM's `{"error":{"message":…}}`, of the older `{"message":…}`, or of a text. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "ModelError") return undefined;
  const { OriginalStatusCode = 0, OriginalMessage = "" } = error as Error & {
    OriginalStatusCode?: number;
    OriginalMessage?: string;
  };
  if (!refused.has(OriginalStatusCode)) return undefined;
  try {
    const { error: inner, message } = JSON.parse(OriginalMessage) as {
      error?: { message?: unknown };
      message?: unknown;
    };
    const words = inner?.message ?? message;
    if (typeof words === "string") return words;
  } catch {
    // Not JSON: the text itself.
  }
  return OriginalMessage;
}
