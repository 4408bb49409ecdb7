import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AccessLogs, type AccessLogsMode } from "./access-logs";
import { type GatewayErrors, gatewayErrors } from "./gateway-errors";

/** What a {@link ChatApi} needs. */
export interface ChatApiArgs {
  /** Answers `POST /chat`, streaming. */
  chat: aws.lambda.Function;
  /** Answers every other route, and says 404 and 405. */
  conversations: aws.lambda.Function;
  /** Says who calls. */
  authorizer: aws.lambda.Function;
  /** Who gives API Gateway the right to write access logs. */
  accessLogs: AccessLogsMode;
  logRetentionDays: number;
}

const stageName = "api";
// What API Gateway allows a streamed response, and Lambda a function.
const streamTimeoutMs = 900_000;

/**
 * The invoke URL: a regional REST API that streams.
 *
 * REST and not HTTP API, since only REST streams responses and knows usage plans. Regional, since an edge-optimised
 * one cuts a stream that is silent for 30 s; a regional one after 5 minutes.
 */
export class ChatApi extends pulumi.ComponentResource {
  /** No slash at its end. */
  readonly invokeUrl: pulumi.Output<string>;
  readonly restApiId: pulumi.Output<string>;
  readonly restApiName: pulumi.Output<string>;
  readonly stageName: pulumi.Output<string>;

  constructor(name: string, args: ChatApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ChatApi", name, {}, opts);
    const parent = { parent: this };

    const api = new aws.apigateway.RestApi(
      name,
      {
        endpointConfiguration: { types: "REGIONAL" },
        // The key of the usage plan is what the authorizer says it is: `Authorization: Bearer` works as `x-api-key`.
        apiKeySource: "AUTHORIZER",
      },
      parent,
    );
    const authorizer = this.createAuthorizer(name, api, args.authorizer);
    const routes = new Routes(this, name, api, authorizer);
    const chat = routes.resource("chat", "chat");
    const health = routes.resource("health", "health");
    const rest = routes.resource("rest", "{proxy+}");
    routes.proxy("chat-post", chat.id, "POST", args.chat, "STREAM");
    routes.proxy("chat-any", chat.id, "ANY", args.conversations);
    routes.proxy("rest-any", rest.id, "ANY", args.conversations);
    routes.proxy("root-any", api.rootResourceId, "ANY", args.conversations);
    routes.proxy("health-any", health.id, "ANY", args.conversations);
    routes.open("health-get", health.id, { status: "ok" });
    for (const [functionName, target] of Object.entries({
      chat: args.chat,
      conversations: args.conversations,
      authorizer: args.authorizer,
    })) {
      this.allowInvoke(`${name}-${functionName}`, api, target);
    }
    const errors = this.createErrors(name, api, gatewayErrors);
    const stage = this.createStage(name, api, [...routes.made, ...errors, authorizer], args);

    this.invokeUrl = stage.invokeUrl;
    this.restApiId = api.id;
    this.restApiName = api.name;
    this.stageName = stage.stageName;
    this.registerOutputs({
      invokeUrl: this.invokeUrl,
      restApiId: this.restApiId,
      restApiName: this.restApiName,
      stageName: this.stageName,
    });
  }

  private createAuthorizer(name: string, api: aws.apigateway.RestApi, target: aws.lambda.Function) {
    return new aws.apigateway.Authorizer(
      `${name}-authorizer`,
      {
        restApi: api.id,
        type: "REQUEST",
        authorizerUri: target.invokeArn,
        // Two headers may carry the key, and API Gateway wants every identity source to be there. So it is one that
        // always is, nothing is cached here, and the authorizer itself remembers keys for a minute.
        identitySource: "context.identity.sourceIp",
        authorizerResultTtlInSeconds: 0,
      },
      { parent: this },
    );
  }

  private allowInvoke(name: string, api: aws.apigateway.RestApi, target: aws.lambda.Function): void {
    new aws.lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: target.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${api.executionArn}/*`,
      },
      { parent: this },
    );
  }

  private createErrors(name: string, api: aws.apigateway.RestApi, errors: GatewayErrors) {
    return Object.entries(errors).map(
      ([responseType, error]) =>
        new aws.apigateway.Response(
          `${name}-${responseType.toLowerCase().replaceAll("_", "-")}`,
          { restApiId: api.id, responseType, ...error },
          { parent: this },
        ),
    );
  }

  private createStage(
    name: string,
    api: aws.apigateway.RestApi,
    parts: pulumi.CustomResource[],
    args: ChatApiArgs,
  ) {
    const parent = { parent: this };
    const logs = new AccessLogs(
      `${name}-access-logs`,
      { mode: args.accessLogs, logRetentionDays: args.logRetentionDays },
      parent,
    );
    const deployment = new aws.apigateway.Deployment(
      `${name}-deployment`,
      // A change of any route must make a new deployment, else the stage goes on with the old ones.
      { restApi: api.id, triggers: { parts: pulumi.jsonStringify(parts.map(inputsOf)) } },
      { ...parent, dependsOn: parts },
    );
    const stage = new aws.apigateway.Stage(
      `${name}-stage`,
      { restApi: api.id, deployment: deployment.id, stageName, accessLogSettings: logs.settings },
      { ...parent, dependsOn: logs.ready },
    );
    new aws.apigateway.MethodSettings(
      `${name}-settings`,
      {
        restApi: api.id,
        stageName: stage.stageName,
        methodPath: "*/*",
        // Execution logs hold whole requests: never.
        settings: { metricsEnabled: true, loggingLevel: "OFF", dataTraceEnabled: false },
      },
      parent,
    );
    return stage;
  }
}

/** What of a part decides whether the API has changed. */
function inputsOf(part: pulumi.CustomResource): pulumi.Input<unknown> {
  if (part instanceof aws.apigateway.Integration)
    return [part.id, part.uri, part.type, part.responseTransferMode];
  if (part instanceof aws.apigateway.Response) return [part.id, part.statusCode, part.responseTemplates];
  if (part instanceof aws.apigateway.Method) return [part.id, part.authorization, part.apiKeyRequired];
  return part.id;
}

/** Makes the routes of one API and remembers what a deployment has to wait for. */
class Routes {
  readonly made: pulumi.CustomResource[] = [];

  constructor(
    private readonly parent: pulumi.Resource,
    private readonly name: string,
    private readonly api: aws.apigateway.RestApi,
    private readonly authorizer: aws.apigateway.Authorizer,
  ) {}

  resource(suffix: string, pathPart: string): aws.apigateway.Resource {
    return new aws.apigateway.Resource(
      `${this.name}-${suffix}`,
      { restApi: this.api.id, parentId: this.api.rootResourceId, pathPart },
      { parent: this.parent },
    );
  }

  /** A method behind authorizer and usage plan, answered by a function. */
  proxy(
    suffix: string,
    resourceId: pulumi.Input<string>,
    httpMethod: string,
    target: aws.lambda.Function,
    responseTransferMode: "BUFFERED" | "STREAM" = "BUFFERED",
  ): void {
    const parent = { parent: this.parent };
    const route = { restApi: this.api.id, resourceId };
    const method = new aws.apigateway.Method(
      `${this.name}-${suffix}`,
      {
        ...route,
        httpMethod,
        authorization: "CUSTOM",
        authorizerId: this.authorizer.id,
        apiKeyRequired: true,
      },
      parent,
    );
    const streams = responseTransferMode === "STREAM";
    const integration = new aws.apigateway.Integration(
      `${this.name}-${suffix}-integration`,
      {
        ...route,
        httpMethod: method.httpMethod,
        type: "AWS_PROXY",
        integrationHttpMethod: "POST",
        uri: streams ? target.responseStreamingInvokeArn : target.invokeArn,
        responseTransferMode,
        ...(streams ? { timeoutMilliseconds: streamTimeoutMs } : {}),
      },
      parent,
    );
    this.made.push(method, integration);
  }

  /** A method that anybody may call; API Gateway itself answers, so that it costs no Lambda. */
  open(suffix: string, resourceId: pulumi.Input<string>, answer: Record<string, string>): void {
    const parent = { parent: this.parent };
    const route = { restApi: this.api.id, resourceId };
    const method = new aws.apigateway.Method(
      `${this.name}-${suffix}`,
      { ...route, httpMethod: "GET", authorization: "NONE" },
      parent,
    );
    const integration = new aws.apigateway.Integration(
      `${this.name}-${suffix}-integration`,
      {
        ...route,
        httpMethod: method.httpMethod,
        type: "MOCK",
        requestTemplates: { "application/json": '{"statusCode":200}' },
      },
      parent,
    );
    const ok = new aws.apigateway.MethodResponse(
      `${this.name}-${suffix}-ok`,
      { ...route, httpMethod: method.httpMethod, statusCode: "200" },
      parent,
    );
    const response = new aws.apigateway.IntegrationResponse(
      `${this.name}-${suffix}-response`,
      {
        ...route,
        httpMethod: method.httpMethod,
        statusCode: ok.statusCode,
        responseTemplates: { "application/json": JSON.stringify(answer) },
      },
      { ...parent, dependsOn: [integration] },
    );
    this.made.push(method, integration, response);
  }
}
