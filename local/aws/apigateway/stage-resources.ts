import type { Registration, ResourceProvider } from "../service";
import { accessLogGroup } from "./access-log";
import type { ApiDefinition } from "./api-definition";
import { keptId, recordProvider } from "./record-provider";

/** Where and how an API is served. A stage here always serves what is registered, not the deployment it names. */
export function stageResources(definition: ApiDefinition): Record<string, ResourceProvider> {
  return {
    "aws:apigateway/deployment:Deployment": recordProvider(definition, new Map(), {
      make: (registration) => ({
        id: keptId(registration, 6),
        outputs: { createdDate: registration.previous?.outputs.createdDate ?? new Date().toISOString() },
      }),
      refused: ["variables"],
    }),
    "aws:apigateway/stage:Stage": recordProvider(definition, definition.stages, {
      make: (registration) => stage(definition, registration),
      refused: ["cacheClusterEnabled", "canarySettings", "clientCertificateId"],
    }),
    "aws:apigateway/methodSettings:MethodSettings": recordProvider(definition, definition.methodSettings, {
      make: ({ inputs }) => ({ id: `${inputs.restApi}-${inputs.stageName}-${inputs.methodPath}` }),
    }),
    "aws:apigateway/account:Account": recordProvider(definition, new Map(), {
      make: () => ({
        id: "api-gateway-account",
        outputs: { throttleSettings: [{ burstLimit: 5000, rateLimit: 10000 }] },
      }),
    }),
  };
}

function stage({ origin, place }: ApiDefinition, { inputs }: Registration) {
  const { accessLogSettings, restApi, stageName } = inputs;
  if (accessLogSettings) accessLogGroup(accessLogSettings.destinationArn);
  const { accountId, region } = place;
  const outputs = {
    arn: `arn:aws:apigateway:${region}::/restapis/${restApi}/stages/${stageName}`,
    executionArn: `arn:aws:execute-api:${region}:${accountId}:${restApi}/${stageName}`,
    invokeUrl: `${origin}/${stageName}`,
  };
  return { id: `ags-${restApi}-${stageName}`, outputs };
}
