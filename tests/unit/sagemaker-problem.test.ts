import { describe, expect, it } from "vitest";
import { toModelProblem } from "../../runtime/adapters/sagemaker-problem";
import { Problem } from "../../runtime/contract/problem";

const error = (name: string, message = "boom at 10.0.0.7", more = {}) =>
  Object.assign(new Error(message), { name }, more);

describe("toModelProblem", () => {
  it.each([
    error("ModelError", "Received server error (500)", { OriginalStatusCode: 500 }),
    error("ModelStreamError", "model died", { ErrorCode: "StreamBroken" }),
    error("InternalStreamFailure"),
    error("AccessDeniedException"),
    error("ValidationError", "Request body too large"),
    error("Error", "aborted", { code: "ECONNRESET" }),
    "a thrown string",
  ])("makes model_error of %s", (cause) => {
    expect(toModelProblem(cause)).toMatchObject({
      code: "model_error",
      status: 502,
      message: "The model failed. Try again.",
      cause,
    });
  });

  it.each([
    error("ValidationError", "Endpoint chat of account 000000000000 not found."),
    error("ValidationError", "Inference Component has no capacity to process this request."),
    error("ModelNotReadyException"),
    error("ThrottlingException", "Rate exceeded"),
    error("ServiceUnavailable"),
    error("ModelError", "busy", { OriginalStatusCode: 503 }),
    error("TimeoutError"),
    error("Error", "connect ECONNREFUSED", { code: "ECONNREFUSED" }),
  ])("makes model_unavailable of %s", (cause) => {
    expect(toModelProblem(cause)).toMatchObject({
      code: "model_unavailable",
      status: 503,
      message: "The model is not available now. Try again in a minute.",
      cause,
    });
  });

  it.each([
    ['{"error":{"message":"too long","code":400}}', "too long"],
    ['{"object":"error","message":"no such schema"}', "no such schema"],
    ["not json", "not json"],
  ])("has the model's words for a request that it cannot follow: %s", (OriginalMessage, words) => {
    const cause = error("ModelError", "Received client error (400)", {
      OriginalStatusCode: 400,
      OriginalMessage,
    });
    const problem = toModelProblem(cause);
    expect(problem).toMatchObject({
      code: "model_error",
      message: "The model failed. Try again.",
      words,
      cause,
    });
  });

  it("leaves a problem as it is", () => {
    const problem = new Problem("timeout", "Too slow.");
    expect(toModelProblem(problem)).toBe(problem);
  });
});
