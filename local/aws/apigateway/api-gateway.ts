import { createServer } from "node:http";
import type { FunctionInvoker } from "../lambda/function-invoker";
import { closeServer, listenOnLoopback } from "../loopback-server";
import type { CloudContext, CloudService } from "../service";
import { ApiDefinition } from "./api-definition";
import { createControlPlane } from "./control-plane";
import { DataPath } from "./data-path";
import { MadeKeys } from "./made-keys";
import { restApiResources } from "./rest-api-resources";
import { stageResources } from "./stage-resources";
import { usagePlanResources } from "./usage-plan-resources";

export interface ApiGatewayOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  invoker: FunctionInvoker;
  /**
   * For limits, quotas and remembered authorizations, in ms since 1970.
   *
   * @default Date.now
   */
  now?: () => number;
}

/**
 * API Gateway: one REST API at `http://127.0.0.1:PORT/<stage>`. The API's id, which AWS has in the host name, is in
 * neither. Listens when it resolves; rejects when the port is taken. Its SDK finds it where it finds all services.
 */
export async function createApiGateway(
  context: CloudContext,
  options: ApiGatewayOptions,
): Promise<CloudService> {
  const { invoker, now = Date.now, port } = options;
  const server = createServer({ noDelay: true });
  const origin = `http://127.0.0.1:${await listenOnLoopback(server, port)}`;
  const definition = new ApiDefinition(context.place, origin);
  const made = new MadeKeys(definition, context.folder("apigateway"));
  const dataPath = new DataPath({ definition, invoker, context, now });
  server.on("request", (request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    dataPath.handle(request, response).catch((error: unknown) => {
      context.warn(`API Gateway failed: ${String(error)}`);
      response.destroy();
    });
  });
  return {
    name: "apigateway",
    resources: {
      ...restApiResources(definition),
      ...stageResources(definition),
      ...usagePlanResources(definition),
    },
    handle: createControlPlane({ definition, made, context, now }),
    stop: () => closeServer(server),
  };
}
