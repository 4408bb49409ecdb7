import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A resource that a deployment of the API has to wait for, and what it was made from. */
export interface ApiPart<Resource extends pulumi.CustomResource = pulumi.CustomResource> {
  resource: Resource;
  inputs: unknown;
}

// What API Gateway allows a streamed response, and Lambda a function.
const streamTimeoutMs = 900_000;

// API Gateway's quota for a mapping template, which cannot be raised.
const maxTemplateBytes = 300 * 1024;

/** Makes the routes of one API and remembers what a deployment has to wait for. */
export class ApiRoutes {
  readonly made: ApiPart[] = [];

  constructor(
    private readonly parent: pulumi.Resource,
    private readonly name: string,
    private readonly api: aws.apigateway.RestApi,
    private readonly authorizer: aws.apigateway.Authorizer,
  ) {}

  /** @param parentId - of the resource above; the root of the API without it */
  resource(
    suffix: string,
    pathPart: string,
    parentId: pulumi.Input<string> = this.api.rootResourceId,
  ): aws.apigateway.Resource {
    return new aws.apigateway.Resource(
      `${this.name}-${suffix}`,
      { restApi: this.api.id, parentId, pathPart },
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
    const method = this.method(suffix, {
      resourceId,
      httpMethod,
      authorization: "CUSTOM",
      authorizerId: this.authorizer.id,
      apiKeyRequired: true,
    });
    const streams = responseTransferMode === "STREAM";
    this.integration(suffix, method, {
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: streams ? target.responseStreamingInvokeArn : target.invokeArn,
      responseTransferMode,
      ...(streams ? { timeoutMilliseconds: streamTimeoutMs } : {}),
    });
  }

  /** A `GET` that anybody may call, always with the same JSON; API Gateway itself answers, so that it costs no Lambda. */
  open(
    suffix: string,
    resourceId: pulumi.Input<string>,
    answer: object,
    headers: Record<string, string> = {},
  ): void {
    const method = this.method(suffix, { resourceId, httpMethod: "GET", authorization: "NONE" });
    const integration = this.integration(suffix, method, {
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode":200}' },
    });
    const route = { restApi: this.api.id, resourceId, httpMethod: method.httpMethod };
    const names = Object.keys(headers).map((name) => `method.response.header.${name}`);
    const ok = new aws.apigateway.MethodResponse(
      `${this.name}-${suffix}-ok`,
      {
        ...route,
        statusCode: "200",
        ...(names.length > 0 && {
          responseParameters: Object.fromEntries(names.map((name) => [name, true])),
        }),
      },
      { parent: this.parent },
    );
    const values = Object.values(headers).map((value, index) => [names[index], `'${value}'`]);
    const inputs = {
      ...route,
      statusCode: ok.statusCode,
      responseTemplates: { "application/json": jsonTemplate(answer) },
      ...(names.length > 0 && { responseParameters: Object.fromEntries(values) }),
    };
    const resource = new aws.apigateway.IntegrationResponse(`${this.name}-${suffix}-response`, inputs, {
      parent: this.parent,
      dependsOn: [integration],
    });
    this.made.push({ resource, inputs });
  }

  private method(suffix: string, args: Omit<aws.apigateway.MethodArgs, "restApi">): aws.apigateway.Method {
    const inputs = { restApi: this.api.id, ...args };
    const resource = new aws.apigateway.Method(`${this.name}-${suffix}`, inputs, { parent: this.parent });
    this.made.push({ resource, inputs });
    return resource;
  }

  private integration(
    suffix: string,
    { resourceId, httpMethod }: aws.apigateway.Method,
    args: Omit<aws.apigateway.IntegrationArgs, "restApi" | "resourceId" | "httpMethod">,
  ): aws.apigateway.Integration {
    const inputs = { restApi: this.api.id, resourceId, httpMethod, ...args };
    const name = `${this.name}-${suffix}-integration`;
    const resource = new aws.apigateway.Integration(name, inputs, { parent: this.parent });
    this.made.push({ resource, inputs });
    return resource;
  }
}

/**
 * A mapping template that gives this very JSON. API Gateway runs templates through Velocity, to which `$` and `#` begin
 * something; JSON can write both another way.
 *
 * @throws Error when it is over what API Gateway takes.
 */
export function jsonTemplate(value: object): string {
  const text = JSON.stringify(value).replaceAll(/[$#\u0080-\uffff]/g, escaped);
  if (text.length > maxTemplateBytes) {
    throw new Error(`A mapping template has ${text.length} bytes; API Gateway takes ${maxTemplateBytes}.`);
  }
  return text;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
