/** What API Gateway itself can answer: status, message and the word in `x-amzn-errortype`. */
const responseTypes = {
  ACCESS_DENIED: [403, "User is not authorized to access this resource", "AccessDeniedException"],
  API_CONFIGURATION_ERROR: [500, "Internal server error", "InternalServerErrorException"],
  AUTHORIZER_CONFIGURATION_ERROR: [500, "Internal server error", "AuthorizerConfigurationException"],
  AUTHORIZER_FAILURE: [500, "Internal server error", "AuthorizerConfigurationException"],
  DEFAULT_4XX: [403, "Forbidden", "ForbiddenException"],
  DEFAULT_5XX: [502, "Internal server error", "InternalServerErrorException"],
  INTEGRATION_FAILURE: [504, "Internal server error", "InternalServerErrorException"],
  INTEGRATION_TIMEOUT: [504, "Endpoint request timed out", "IntegrationTimeoutException"],
  INVALID_API_KEY: [403, "Forbidden", "ForbiddenException"],
  MISSING_AUTHENTICATION_TOKEN: [403, "Missing Authentication Token", "MissingAuthenticationTokenException"],
  QUOTA_EXCEEDED: [429, "Limit Exceeded", "LimitExceededException"],
  REQUEST_TOO_LARGE: [413, "Request Too Long", "RequestTooLargeException"],
  THROTTLED: [429, "Too Many Requests", "TooManyRequestsException"],
  UNAUTHORIZED: [401, "Unauthorized", "UnauthorizedException"],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ResponseType = keyof typeof responseTypes;

/** An answer that API Gateway gives itself. */
export class GatewayError extends Error {
  readonly status: number;
  readonly errorType: string;

  constructor(
    readonly responseType: ResponseType,
    /** Why, for the access log's `integration.error`. Never sent to the caller. */
    readonly reason?: string,
    /** @default - AWS's text for the response type */
    message?: string,
  ) {
    const [status, text, errorType] = responseTypes[responseType];
    super(message ?? text);
    this.name = "GatewayError";
    this.status = status;
    this.errorType = errorType;
  }
}
