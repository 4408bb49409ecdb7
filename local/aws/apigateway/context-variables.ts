import { type Exchange, header, sourceIp } from "./exchange";
import { requestTime } from "./request-time";

/** The value of `$context.<name>`, or undefined when it has none now. `nowMs` is the clock's, in ms since 1970. */
export function contextVariable(exchange: Exchange, name: string, nowMs: number): string | undefined {
  const { authorizer, error } = exchange;
  if (name.startsWith("authorizer.")) return authorizer?.[name.slice("authorizer.".length)];
  if (name.startsWith("error.") && error) {
    const { message, responseType } = error;
    return { message, messageString: JSON.stringify(message), responseType }[name.slice("error.".length)];
  }
  const value = { ...requestVariables(exchange), ...answerVariables(exchange, nowMs) }[name];
  return value === undefined ? undefined : String(value);
}

function requestVariables(exchange: Exchange): Record<string, string | number | undefined> {
  const { apiKey, receivedAt, route } = exchange;
  return {
    accountId: exchange.accountId,
    apiId: exchange.apiId,
    domainName: header(exchange, "host"),
    extendedRequestId: exchange.extendedRequestId,
    httpMethod: exchange.method,
    "identity.apiKeyId": apiKey?.id,
    // Whole keys have no place in a log.
    "identity.apiKey": apiKey && `******${apiKey.value.slice(-6)}`,
    "identity.sourceIp": sourceIp(exchange),
    "identity.userAgent": header(exchange, "user-agent"),
    path: exchange.path,
    protocol: `HTTP/${exchange.request.httpVersion}`,
    requestId: exchange.requestId,
    requestTime: requestTime(receivedAt),
    requestTimeEpoch: receivedAt,
    resourceId: route?.resourceId,
    resourcePath: route?.resourcePath,
    stage: exchange.stageName,
  };
}

function answerVariables(exchange: Exchange, nowMs: number): Record<string, string | number | undefined> {
  const { integration, receivedAt, response } = exchange;
  return {
    "integration.error": integration.error,
    "integration.integrationStatus": integration.status,
    "integration.latency": integration.latencyMs,
    "integration.status": integration.status,
    integrationErrorMessage: integration.error,
    integrationLatency: integration.latencyMs,
    integrationStatus: integration.status,
    responseLatency: nowMs - receivedAt,
    responseLength: exchange.bytesSent,
    status: response.statusCode,
  };
}

/** Puts values in the place of `$context.…`; `missing` for those that have none. */
export function fillTemplate(
  template: string,
  valueOf: (name: string) => string | undefined,
  missing: string,
): string {
  return template.replaceAll(
    /\$context\.(\w+(?:\.[\w-]+)*)/g,
    (_match, name: string) => valueOf(name) ?? missing,
  );
}
