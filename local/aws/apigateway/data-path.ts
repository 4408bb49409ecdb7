import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FunctionInvoker } from "../lambda/function-invoker";
import type { CloudContext } from "../service";
import { writeAccessLog } from "./access-log";
import type { ApiDefinition } from "./api-definition";
import { Authorizers } from "./authorizer";
import { answerBuffered } from "./buffered-integration";
import { contextVariable } from "./context-variables";
import type { Exchange } from "./exchange";
import { GatewayError } from "./gateway-error";
import { gatewayAnswer } from "./gateway-response";
import { lambdaFunction } from "./lambda-integration";
import { answerMock } from "./mock-integration";
import { proxyEvent } from "./proxy-event";
import { readBody } from "./request-body";
import { type Route, RoutingTable } from "./routing-table";
import { answerStreaming } from "./streaming-integration";
import { UsagePlans } from "./usage-plan";

export interface DataPathPorts {
  definition: ApiDefinition;
  invoker: FunctionInvoker;
  context: CloudContext;
  /** In ms since 1970. */
  now: () => number;
}

/** Answers the requests of callers: route, authorizer, usage plan, stage limits, integration, in this order. */
export class DataPath {
  readonly #authorizers: Authorizers;
  readonly #usagePlans: UsagePlans;
  #table?: { version: number; routes: RoutingTable };

  constructor(private readonly ports: DataPathPorts) {
    this.#authorizers = new Authorizers(ports.invoker, ports.now);
    this.#usagePlans = new UsagePlans(ports.definition, ports.now);
  }

  /** Rejects only for what the gateway cannot even say itself, such as a header of a response that is none. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = this.#open(request, response);
    response.setHeader("x-amzn-requestid", exchange.requestId);
    response.setHeader("x-amz-apigw-id", exchange.extendedRequestId);
    response.once("close", () => writeAccessLog(exchange, this.ports.context, this.ports.now()));
    try {
      await this.#answer(exchange);
    } catch (error) {
      this.#fail(exchange, error);
    }
  }

  #open(request: IncomingMessage, response: ServerResponse): Exchange {
    const { definition, now } = this.ports;
    const [path = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
    const [, stageName = "", pathInStage = ""] = /^\/([^/]*)(\/.*)?$/.exec(path) ?? [];
    return {
      request,
      response,
      requestId: randomUUID(),
      extendedRequestId: randomBytes(8).toString("base64url"),
      receivedAt: now(),
      accountId: definition.place.accountId,
      apiId: definition.apiId,
      executionArn: definition.executionArn,
      method: request.method ?? "GET",
      path,
      pathInStage: pathInStage || "/",
      query: new URLSearchParams(query),
      stageName,
      pathParameters: {},
      body: Buffer.alloc(0),
      integration: {},
      bytesSent: 0,
    };
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { definition } = this.ports;
    exchange.body = await readBody(exchange.request);
    exchange.stage = definition.stage(exchange.stageName);
    if (!exchange.stage) throw new GatewayError("DEFAULT_4XX");
    const match = this.#routes().match(exchange.method, exchange.pathInStage);
    if (!match) throw new GatewayError("MISSING_AUTHENTICATION_TOKEN");
    const { route } = match;
    exchange.route = route;
    exchange.pathParameters = match.pathParameters;
    if (route.method.authorization === "CUSTOM") await this.#authorize(exchange, route);
    if (route.method.apiKeyRequired) this.#usagePlans.admit(exchange, route);
    this.#usagePlans.throttleStage(exchange, route);
    await this.#integrate(exchange, route);
  }

  async #authorize(exchange: Exchange, route: Route): Promise<void> {
    const { authorizerId } = route.method;
    const authorizer = this.ports.definition.authorizers.get(authorizerId);
    if (!authorizer)
      throw new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", `No authorizer ${authorizerId}`);
    await this.#authorizers.authorize(exchange, route, authorizer);
  }

  async #integrate(exchange: Exchange, route: Route): Promise<void> {
    const { definition, invoker } = this.ports;
    const { integration } = route;
    if (!integration)
      throw new GatewayError("API_CONFIGURATION_ERROR", `${route.method.id} has no integration`);
    if (integration.type === "MOCK")
      return answerMock(exchange, route, (name) => this.#variable(exchange, name));
    const startedAt = performance.now();
    const binaryMediaTypes: string[] = definition.restApi?.binaryMediaTypes ?? [];
    const call = {
      exchange,
      invoker,
      functionArn: lambdaFunction(exchange, route, invoker),
      event: proxyEvent(exchange, route, binaryMediaTypes),
      timeoutMs: integration.timeoutMilliseconds ?? 29_000,
    };
    if (integration.responseTransferMode === "STREAM") return answerStreaming(call);
    try {
      await answerBuffered(call, binaryMediaTypes);
    } finally {
      exchange.integration.latencyMs = Math.round(performance.now() - startedAt);
    }
  }

  #routes(): RoutingTable {
    const { definition } = this.ports;
    if (this.#table?.version !== definition.version) {
      this.#table = { version: definition.version, routes: new RoutingTable(definition) };
    }
    return this.#table.routes;
  }

  #variable(exchange: Exchange, name: string): string | undefined {
    return contextVariable(exchange, name, this.ports.now());
  }

  #fail(exchange: Exchange, thrown: unknown): void {
    const { response } = exchange;
    // Half an answer is out, or the caller left while it sent its body: there is nobody to tell.
    if (response.headersSent || exchange.request.errored) return void response.destroy();
    const error = thrown instanceof GatewayError ? thrown : new GatewayError("DEFAULT_5XX", String(thrown));
    exchange.error = error;
    exchange.integration.error = error.reason;
    if (error.reason && error.status >= 500) {
      this.ports.context.warn(`API Gateway: ${exchange.method} ${exchange.path}: ${error.reason}`);
    }
    const { body, headers, status } = gatewayAnswer(this.ports.definition, error, (name) =>
      this.#variable(exchange, name),
    );
    exchange.bytesSent = Buffer.byteLength(body);
    response.writeHead(status, { ...headers, "content-length": String(exchange.bytesSent) }).end(body);
  }
}
