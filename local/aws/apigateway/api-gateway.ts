import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FunctionInvoker } from "../lambda/function-invoker";
import type { CloudContext, CloudService } from "../service";
import { ApiDefinition } from "./api-definition";
import { DataPath } from "./data-path";
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
 * neither. Listens when it resolves; rejects when the port is taken.
 */
export async function createApiGateway(
  context: CloudContext,
  options: ApiGatewayOptions,
): Promise<CloudService> {
  const { invoker, now = Date.now, port } = options;
  const server = createServer({ noDelay: true, keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const definition = new ApiDefinition(context.place, origin);
  const dataPath = new DataPath({ definition, invoker, context, now });
  server.on("request", (request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    void dataPath.handle(request, response);
  });
  return {
    name: "apigateway",
    resources: {
      ...restApiResources(definition),
      ...stageResources(definition),
      ...usagePlanResources(definition),
    },
    stop: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
