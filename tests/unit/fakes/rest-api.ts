import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createApiGateway } from "../../../local/aws/apigateway/api-gateway";
import type { FunctionInvoker, InvokeResult, StreamResult } from "../../../local/aws/lambda/function-invoker";
import type { CloudContext, Props } from "../../../local/aws/service";
import { plainProps } from "../../../local/engine/wire";

export const apiGatewayPlace = { accountId: "123456789012", region: "us-east-1" };

/** Functions by name. What one throws is its error. */
export interface FakeFunctions {
  whole?: Record<string, (event: Props) => unknown>;
  streaming?: Record<string, (event: Props) => AsyncIterable<Buffer>>;
  allows?: FunctionInvoker["allows"];
}

export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
export const invokeArn = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
export const streamingArn = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${functionArn(name)}/response-streaming-invocations`;

/** A REST API on a free port with the stage `v1`, whose functions are the test's. It ends with the test. */
export async function restApi(
  functions: FakeFunctions,
  apiInputs: Props = {},
  invoker = fakeInvoker(functions),
) {
  const clock = { nowMs: Date.UTC(2026, 10, 22, 12) };
  const lines: string[] = [];
  const warnings: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), "parley-api-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const context = {
    place: apiGatewayPlace,
    folder: () => folder,
    log: (group, line) => lines.push(`${group} ${line}`),
    warn: (message) => warnings.push(message),
  } as Partial<CloudContext> as CloudContext;
  const service = await createApiGateway(context, { port: 0, invoker, now: () => clock.nowMs });
  onTestFinished(() => service.stop?.());

  const make = async (kind: string, inputs: Props, previous?: { id: string; outputs: Props }) => {
    const word = kind[0]?.toLowerCase() + kind.slice(1);
    const type = `aws:apigateway/${word}:${kind}`;
    const provider = service.resources[type];
    if (!provider) throw new Error(`No provider for ${type}`);
    const { id, outputs } = await provider.create({ urn: "urn", type, name: "test", inputs, previous });
    return { id, ...plainProps(outputs) } as Props & { id: string };
  };
  const api = await make("RestApi", apiInputs);
  const restApiId = api.id;
  const stage = (inputs: Props = {}) => make("Stage", { restApi: restApiId, stageName: "v1", ...inputs });
  const { invokeUrl } = await stage();
  const resource = (pathPart: string, parentId: string = api.rootResourceId) =>
    make("Resource", { restApi: restApiId, parentId, pathPart });
  /** A method with its integration: the function `target`, called as a whole unless `integration` says otherwise. */
  const route = async (
    resourceId: string,
    httpMethod: string,
    target: string,
    more: { method?: Props; integration?: Props } = {},
  ) => {
    const where = { restApi: restApiId, resourceId, httpMethod };
    await make("Method", { ...where, authorization: "NONE", ...more.method });
    const integration = { type: "AWS_PROXY", uri: invokeArn(target), ...more.integration };
    await make("Integration", { ...where, ...integration });
  };
  const stream = (target: string) => ({
    integration: { uri: streamingArn(target), responseTransferMode: "STREAM" },
  });
  return {
    api,
    clock,
    invokeUrl: invokeUrl as string,
    lines,
    make,
    resource,
    route,
    service,
    stage,
    stream,
    warnings,
  };
}

function fakeInvoker({ allows = () => true, streaming = {}, whole = {} }: FakeFunctions): FunctionInvoker {
  const nameOf = (arn: string) => arn.split(":").at(-1) ?? "";
  return {
    allows,
    async invoke(arn, event): Promise<InvokeResult> {
      try {
        return { payload: JSON.stringify((await whole[nameOf(arn)]?.(event as Props)) ?? null) };
      } catch (error) {
        return { error: { errorType: (error as Error).name, errorMessage: (error as Error).message } };
      }
    },
    async invokeStreaming(arn, event): Promise<StreamResult> {
      const body = streaming[nameOf(arn)]?.(event as Props);
      if (!body) throw new Error(`No streaming function ${arn}`);
      return { contentType: "application/vnd.awslambda.http-integration-response", body };
    },
  };
}

/** The head of a streamed answer. */
export function prelude(metadata: Props): Buffer {
  return Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)]);
}
