import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { openApiDocument } from "../runtime/contract/openapi";
import { AccessLogs, type AccessLogsMode } from "./access-logs";
import { type ApiPart, ApiRoutes } from "./api-routes";
import { gatewayErrors } from "./gateway-errors";

/** What a {@link ChatApi} needs. */
export interface ChatApiArgs {
  /** Answers `POST /chat`, streaming. */
  chat: aws.lambda.Function;
  /** Answers everything under `/v1`, streaming. */
  openai: aws.lambda.Function;
  /** Answers every other route, and says 404 and 405. */
  conversations: aws.lambda.Function;
  /** Answers `/files` and what is below it. */
  files: aws.lambda.Function;
  /** Answers `/keys`, `/people` and what is below them. */
  keys: aws.lambda.Function;
  /** Says who calls. */
  authorizer: aws.lambda.Function;
  /** Who gives API Gateway the right to write access logs. */
  accessLogs: AccessLogsMode;
  logRetentionDays: number;
}

const stageName = "api";

/** A path: the document is made before its host is known, and clients take it from where they fetched the document. */
const documentOptions = { title: "Parley", server: `/${stageName}` };

const documentHeaders = {
  "Cache-Control": "public, max-age=300",
  // It is no secret, and what reads documents runs on pages of its own.
  "Access-Control-Allow-Origin": "*",
};

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

    const api = new aws.apigateway.RestApi(name, apiSettings, { parent: this });
    const authorizer = this.createAuthorizer(name, api, args.authorizer);
    const routes = new ApiRoutes(this, name, api, authorizer.resource);
    const chat = routes.resource("chat", "chat");
    const health = routes.resource("health", "health");
    const openai = routes.resource("v1", "v1");
    // Greedy, since a model's name has a slash, which may come as it is or as %2F.
    const openaiRest = routes.resource("v1-rest", "{proxy+}", openai.id);
    const document = routes.resource("openapi", "openapi.json");
    const files = routes.resource("files", "files");
    const file = routes.resource("file", "{id}", files.id);
    const keys = routes.resource("keys", "keys");
    const key = routes.resource("key", "{id}", keys.id);
    const people = routes.resource("people", "people");
    const person = routes.resource("person", "{id}", people.id);
    const rest = routes.resource("rest", "{proxy+}");
    routes.proxy("chat-post", chat.id, "POST", args.chat, "STREAM");
    routes.proxy("chat-any", chat.id, "ANY", args.conversations);
    routes.proxy("v1-any", openai.id, "ANY", args.openai, "STREAM");
    routes.proxy("v1-rest-any", openaiRest.id, "ANY", args.openai, "STREAM");
    routes.proxy("files-any", files.id, "ANY", args.files);
    routes.proxy("file-any", file.id, "ANY", args.files);
    routes.proxy("keys-any", keys.id, "ANY", args.keys);
    routes.proxy("key-any", key.id, "ANY", args.keys);
    routes.proxy("people-any", people.id, "ANY", args.keys);
    routes.proxy("person-any", person.id, "ANY", args.keys);
    routes.proxy("rest-any", rest.id, "ANY", args.conversations);
    routes.proxy("root-any", api.rootResourceId, "ANY", args.conversations);
    routes.proxy("health-any", health.id, "ANY", args.conversations);
    routes.open("health-get", health.id, { status: "ok" });
    routes.proxy("openapi-any", document.id, "ANY", args.conversations);
    routes.open("openapi-get", document.id, openApiDocument(documentOptions), documentHeaders);
    for (const [functionName, target] of Object.entries({
      chat: args.chat,
      openai: args.openai,
      conversations: args.conversations,
      files: args.files,
      keys: args.keys,
      authorizer: args.authorizer,
    })) {
      this.allowInvoke(`${name}-${functionName}`, api, target);
    }
    const errors = this.createErrors(name, api);
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

  private createAuthorizer(
    name: string,
    api: aws.apigateway.RestApi,
    target: aws.lambda.Function,
  ): ApiPart<aws.apigateway.Authorizer> {
    const inputs = {
      restApi: api.id,
      type: "REQUEST",
      authorizerUri: target.invokeArn,
      // Two headers may carry the key, and API Gateway wants every identity source to be there. So it is one that
      // always is, nothing is cached here, and the authorizer itself remembers keys for 25 s.
      identitySource: "context.identity.sourceIp",
      authorizerResultTtlInSeconds: 0,
    };
    const resource = new aws.apigateway.Authorizer(`${name}-authorizer`, inputs, { parent: this });
    return { resource, inputs };
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

  private createErrors(name: string, api: aws.apigateway.RestApi): ApiPart[] {
    return Object.entries(gatewayErrors).map(([responseType, error]) => {
      const inputs = { restApiId: api.id, responseType, ...error };
      const suffix = responseType.toLowerCase().replaceAll("_", "-");
      const resource = new aws.apigateway.Response(`${name}-${suffix}`, inputs, { parent: this });
      return { resource, inputs };
    });
  }

  private createStage(name: string, api: aws.apigateway.RestApi, parts: ApiPart[], args: ChatApiArgs) {
    const parent = { parent: this };
    const logs = new AccessLogs(
      `${name}-access-logs`,
      { mode: args.accessLogs, logRetentionDays: args.logRetentionDays },
      parent,
    );
    const deployment = new aws.apigateway.Deployment(
      `${name}-deployment`,
      { restApi: api.id, triggers: { parts: fingerprintOf(parts) } },
      { ...parent, dependsOn: parts.map(({ resource }) => resource) },
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

const apiSettings = {
  endpointConfiguration: { types: "REGIONAL" },
  // The key of the usage plan is what the authorizer says it is: `Authorization: Bearer` works as `x-api-key`.
  apiKeySource: "AUTHORIZER",
};

/**
 * Another one for every change of the API: a stage goes on with what it was deployed with. The same one for new code,
 * since functions are named, not contained.
 */
function fingerprintOf(parts: ApiPart[]): pulumi.Output<string> {
  const made = parts.map(({ resource, inputs }) => [resource.id, inputs]);
  return pulumi
    .jsonStringify([apiSettings, made])
    .apply((text) => createHash("sha256").update(text).digest("hex"));
}
