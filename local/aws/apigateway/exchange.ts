import type { IncomingMessage, ServerResponse } from "node:http";
import type { Props } from "../service";
import type { GatewayError } from "./gateway-error";
import type { Route } from "./routing-table";

/** One request and its answer, on its way through the gateway. Filled in as the way goes on. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** In ms since 1970. */
  readonly receivedAt: number;
  readonly accountId: string;
  readonly apiId: string;
  /** `arn:aws:execute-api:…:<api id>` */
  readonly executionArn: string;
  readonly method: string;
  /** As received, with the stage, without the query. */
  readonly path: string;
  /** Without the stage. */
  readonly pathInStage: string;
  readonly query: URLSearchParams;
  readonly stageName: string;
  stage?: Props;
  route?: Route;
  pathParameters: Record<string, string>;
  body: Buffer;
  /** What the authorizer says about the caller, all strings. */
  authorizer?: Record<string, string>;
  /** The value by which a usage plan knows the caller, from the authorizer. */
  usageIdentifierKey?: string;
  apiKey?: { id: string; value: string };
  error?: GatewayError;
  integration: { status?: number; latencyMs?: number; error?: string };
  /** Of the body, so far. */
  bytesSent: number;
}

/** The address of whoever called. */
export function sourceIp({ request }: Exchange): string {
  return request.socket.remoteAddress ?? "127.0.0.1";
}

/** A header as one text, by its name in lower case. */
export function header({ request }: Exchange, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** `arn:aws:execute-api:…:<api>/<stage>/<METHOD>/<path>`: what an authorizer's policy speaks about. */
export function methodArn({ executionArn, method, pathInStage, stageName }: Exchange): string {
  return `${executionArn}/${stageName}/${method}${pathInStage}`;
}
