import { type ErrorCode, Problem } from "../contract/problem";

/** What OpenAI's errors say besides: which parameter is to blame, and a word for programs. */
export class OpenAiProblem extends Problem {
  /**
   * @param param - as OpenAI writes it: `messages[0].content`; null when it is none of them
   * @param reason - OpenAI's `code`, such as `unsupported_parameter`
   */
  constructor(
    code: ErrorCode,
    readonly param: string | null,
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** @returns a problem of the request itself: 400 */
export function badParameter(param: string, reason: string, explanation: string): OpenAiProblem {
  return new OpenAiProblem("bad_request", param, reason, `${param}: ${explanation}`);
}
