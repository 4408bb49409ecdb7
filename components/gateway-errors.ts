import { limits } from "../runtime/contract/limits";
import { type ErrorCode, errorCodes } from "../runtime/contract/problem";

/** By API Gateway's response type: what it answers instead of its own `{ "message": … }`. */
type GatewayErrors = Record<
  string,
  {
    statusCode: string;
    responseTemplates: Record<string, string>;
    responseParameters: Record<string, string>;
  }
>;

/** Errors that API Gateway itself gives, in the API's one error shape. */
export const gatewayErrors: GatewayErrors = {
  // API Gateway says this when no route fits; ours all fall to `{proxy+}`, so that it is a rare one.
  MISSING_AUTHENTICATION_TOKEN: gatewayError("not_found", "There is no such route."),
  RESOURCE_NOT_FOUND: gatewayError("not_found", "There is no such route."),
  UNAUTHORIZED: gatewayError(
    "unauthorized",
    "An API key is missing or not known. Send it as 'Authorization: Bearer <key>'.",
    { "WWW-Authenticate": "Bearer" },
  ),
  ACCESS_DENIED: gatewayError("forbidden", "This key may not do that."),
  WAF_FILTERED: gatewayError("forbidden", "The firewall has refused this request."),
  INVALID_API_KEY: gatewayError("forbidden", "This key has no usage plan."),
  THROTTLED: gatewayError(
    "too_many_requests",
    "requestsPerSecond: more requests at once than your tier allows, all your keys together. Try again in a second.",
    { "Retry-After": "1" },
  ),
  // The time until midnight is more than a gateway response can tell: what it says stands in the program.
  QUOTA_EXCEEDED: gatewayError(
    "quota_exceeded",
    "requestsPerDay: all your requests of the day are used, all your keys together. They come back at 00:00 UTC.",
    // OpenAI's clients sleep for as long as Retry-After says, unless they are told not to try again.
    { "Retry-After": "3600", "x-ratelimit-remaining-requests": "0", "x-should-retry": "false" },
  ),
  REQUEST_TOO_LARGE: gatewayError(
    "too_large",
    `body: is larger than the ${limits.bodyBytes} bytes that are allowed.`,
  ),
  INTEGRATION_TIMEOUT: gatewayError("timeout", "The answer took too long."),
  INTEGRATION_FAILURE: gatewayError("internal", "Something went wrong on our side."),
  DEFAULT_4XX: gatewayError("bad_request", "API Gateway cannot make sense of this request."),
  DEFAULT_5XX: gatewayError("internal", "Something went wrong on our side."),
};

function gatewayError(code: ErrorCode, message: string, headers: Record<string, string> = {}) {
  const error = { code, message, requestId: "$context.requestId" };
  return {
    statusCode: String(errorCodes[code]),
    responseTemplates: { "application/json": JSON.stringify({ error }) },
    responseParameters: Object.fromEntries(
      Object.entries(headers).map(([header, value]) => [`gatewayresponse.header.${header}`, `'${value}'`]),
    ),
  };
}
