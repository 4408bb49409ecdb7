import type { APIGatewayProxyEvent } from "aws-lambda";

export interface ApiCall {
  method?: string;
  path?: string;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  isBase64Encoded?: boolean;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** What the authorizer found; undefined on open routes. */
  authorizer?: Record<string, string>;
}

/** What API Gateway hands to a proxy function. */
export function apiEvent(call: ApiCall): APIGatewayProxyEvent {
  const { method = "GET", path = "/", body, query = null, headers = {}, isBase64Encoded = false } = call;
  const authorizer = "authorizer" in call ? call.authorizer : { owner: "ann", actsForUsers: "false" };
  return {
    httpMethod: method,
    path,
    headers,
    queryStringParameters: query,
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    isBase64Encoded,
    requestContext: { requestId: "request-1", authorizer },
  } as unknown as APIGatewayProxyEvent;
}
