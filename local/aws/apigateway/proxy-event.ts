import type { Props } from "../service";
import { type Exchange, header, methodArn, sourceIp } from "./exchange";
import { mediaTypeMatches } from "./media-type";
import { requestTime } from "./request-time";
import type { Route } from "./routing-table";

/** Hop by hop: they are about the connection, not the request. */
const connectionHeaders = new Set([
  "connection",
  "expect",
  "keep-alive",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** The event of a Lambda proxy integration, version 1.0. */
export function proxyEvent(exchange: Exchange, route: Route, binaryMediaTypes: string[]): Props {
  const { body } = exchange;
  const isBinary = body.length > 0 && mediaTypeMatches(binaryMediaTypes, header(exchange, "content-type"));
  return {
    ...requestMembers(exchange, route),
    requestContext: requestContext(exchange, route),
    body: body.length > 0 ? body.toString(isBinary ? "base64" : "utf8") : null,
    isBase64Encoded: isBinary,
  };
}

/** The event of a REQUEST authorizer: all of the request but its body. */
export function requestAuthorizerEvent(exchange: Exchange, route: Route): Props {
  return {
    type: "REQUEST",
    methodArn: methodArn(exchange),
    ...requestMembers(exchange, route),
    requestContext: requestContext(exchange, route),
  };
}

function requestMembers(exchange: Exchange, route: Route): Props {
  const { pathInStage, pathParameters, query, stage } = exchange;
  const headers = multiValueHeaders(exchange);
  const queryParameters = groupValues([...query.entries()]);
  return {
    resource: route.resourcePath,
    path: pathInStage,
    httpMethod: exchange.method,
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: query.size > 0 ? lastValues(queryParameters) : null,
    multiValueQueryStringParameters: query.size > 0 ? queryParameters : null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: stage?.variables ?? null,
  };
}

function requestContext(exchange: Exchange, route: Route): Props {
  const { apiId, authorizer, receivedAt, request, stage } = exchange;
  return {
    accountId: exchange.accountId,
    apiId,
    ...(authorizer && { authorizer }),
    deploymentId: stage?.deployment,
    domainName: header(exchange, "host") ?? "",
    domainPrefix: apiId,
    extendedRequestId: exchange.extendedRequestId,
    httpMethod: exchange.method,
    identity: identity(exchange),
    path: exchange.path,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: exchange.requestId,
    requestTime: requestTime(receivedAt),
    requestTimeEpoch: receivedAt,
    resourceId: route.resourceId,
    resourcePath: route.resourcePath,
    stage: exchange.stageName,
  };
}

function identity(exchange: Exchange): Props {
  const { apiKey } = exchange;
  return {
    accessKey: null,
    accountId: null,
    ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: sourceIp(exchange),
    user: null,
    userAgent: header(exchange, "user-agent") ?? null,
    userArn: null,
  };
}

/** Names as the client wrote them, and what API Gateway adds. */
function multiValueHeaders(exchange: Exchange): Record<string, string[]> {
  const { rawHeaders } = exchange.request;
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !connectionHeaders.has(name.toLowerCase())
      ? [[name, rawHeaders[index + 1] ?? ""] as const]
      : [],
  );
  const forwarded = header(exchange, "x-forwarded-for");
  const kept = pairs.filter(([name]) => !/^x-forwarded-(for|port|proto)$/i.test(name));
  return groupValues([
    ...kept,
    ["X-Amzn-Trace-Id", `Root=1-${exchange.requestId}`],
    ["X-Forwarded-For", forwarded ? `${forwarded}, ${sourceIp(exchange)}` : sourceIp(exchange)],
    ["X-Forwarded-Port", String(exchange.request.socket.localPort ?? "")],
    ["X-Forwarded-Proto", "http"],
  ]);
}

function groupValues(pairs: (readonly [string, string])[]): Record<string, string[]> {
  // Callers choose the names, `__proto__` as well.
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

function lastValues(groups: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) ?? ""]));
}
