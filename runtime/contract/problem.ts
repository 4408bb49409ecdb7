/** The HTTP status each error code travels with. Every error of the API has one of these codes. */
export const errorCodes = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  storage_full: 409,
  too_large: 413,
  too_many_requests: 429,
  too_many_waiting: 429,
  quota_exceeded: 429,
  internal: 500,
  model_error: 502,
  api_unreachable: 502,
  model_unavailable: 503,
  timeout: 504,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** The body of every error answer. `message` says what was wrong, the value and what is allowed. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; requestId: string };
}

export interface ProblemOptions extends ErrorOptions {
  retryAfterSec?: number;
}

/**
 * An error whose message may reach the caller. Anything else that is thrown is logged once, at the edge, and
 * answered as `internal`.
 */
export class Problem extends Error {
  readonly status: number;
  /** When it may be tried again. @default - that is not known */
  readonly retryAfterSec?: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { retryAfterSec, ...options }: ProblemOptions = {},
  ) {
    super(message, options);
    this.name = "Problem";
    this.retryAfterSec = retryAfterSec;
    this.status = errorCodes[code];
  }
}
