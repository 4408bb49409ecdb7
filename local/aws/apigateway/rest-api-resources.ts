import { physicalName } from "../physical-name";
import type { Props, Registration, ResourceProvider } from "../service";
import type { ApiDefinition } from "./api-definition";
import { checkHeaderValue } from "./gateway-response";
import { lambdaTarget } from "./lambda-target";
import { keptId, recordProvider } from "./record-provider";

/** What a REST API is made of, besides its stages and usage plans. */
export function restApiResources(definition: ApiDefinition): Record<string, ResourceProvider> {
  const record = (
    records: Map<string, Props>,
    make: (registration: Registration) => { id: string },
    refused?: string[],
  ) => recordProvider(definition, records, { make, refused });
  return {
    "aws:apigateway/restApi:RestApi": restApiProvider(definition),
    "aws:apigateway/resource:Resource": resourceProvider(definition),
    "aws:apigateway/method:Method": record(definition.methods, method, [
      "requestValidatorId",
      "requestModels",
      "authorizationScopes",
    ]),
    "aws:apigateway/integration:Integration": record(definition.integrations, integration, [
      "credentials",
      "connectionId",
      "integrationTarget",
      "requestParameters",
      "contentHandling",
      "tlsConfig",
      "cacheKeyParameters",
    ]),
    // Declares what a method may answer.
    "aws:apigateway/methodResponse:MethodResponse": record(definition.methodResponses, ({ inputs }) => ({
      id: methodResponseId(inputs),
    })),
    "aws:apigateway/integrationResponse:IntegrationResponse": record(
      definition.integrationResponses,
      (registration) => integrationResponse(registration, definition),
      ["selectionPattern", "contentHandling"],
    ),
    "aws:apigateway/authorizer:Authorizer": record(definition.authorizers, authorizer, [
      "authorizerCredentials",
      "providerArns",
    ]),
    "aws:apigateway/response:Response": record(definition.gatewayResponses, gatewayResponse),
  };
}

function restApiProvider(definition: ApiDefinition): ResourceProvider {
  const refused = ["body", "disableExecuteApiEndpoint", "minimumCompressionSize", "policy"];
  const make = (registration: Registration) => {
    const id = keptId(registration, 10);
    if (definition.restApi && definition.restApi.id !== id) {
      throw new Error(
        `RestApi ${registration.name}: the embedded cloud holds one REST API, and it has one already`,
      );
    }
    const { accountId, region } = definition.place;
    const outputs = {
      name: physicalName(registration),
      arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
      executionArn: `arn:aws:execute-api:${region}:${accountId}:${id}`,
      rootResourceId:
        registration.previous?.outputs.rootResourceId ?? keptId({ ...registration, previous: undefined }, 10),
      createdDate: registration.previous?.outputs.createdDate ?? new Date().toISOString(),
    };
    definition.restApi = { ...registration.inputs, ...outputs, id };
    return { id, outputs };
  };
  return {
    ...recordProvider(definition, new Map(), { make, refused }),
    delete: async () => {
      definition.restApi = undefined;
      definition.version += 1;
    },
  };
}

function resourceProvider(definition: ApiDefinition): ResourceProvider {
  const make = (registration: Registration) => {
    const { parentId, pathPart } = registration.inputs;
    const parent = definition.resources.get(parentId)?.path ?? "";
    return { id: keptId(registration, 6), outputs: { path: `${parent}/${pathPart}` } };
  };
  return recordProvider(definition, definition.resources, { make });
}

function method({ inputs, name }: Registration) {
  if (!["NONE", "CUSTOM"].includes(inputs.authorization)) {
    throw new Error(
      `Method ${name}: authorization ${inputs.authorization} is not supported, only NONE and CUSTOM`,
    );
  }
  return { id: `agm-${routeId(inputs)}` };
}

function integration({ inputs, name }: Registration) {
  if (!["AWS_PROXY", "MOCK"].includes(inputs.type)) {
    throw new Error(`Integration ${name}: type ${inputs.type} is not supported, only AWS_PROXY and MOCK`);
  }
  if (inputs.type === "AWS_PROXY") {
    const { streams } = lambdaTarget(inputs.uri);
    if (streams !== (inputs.responseTransferMode === "STREAM")) {
      throw new Error(`Integration ${name}: responseTransferMode and uri do not agree on whether to stream`);
    }
  }
  return { id: `agi-${routeId(inputs)}` };
}

function integrationResponse({ inputs, name }: Registration, { methodResponses }: ApiDefinition) {
  const declared = methodResponses.get(methodResponseId(inputs))?.responseParameters ?? {};
  const undeclared = Object.keys(inputs.responseParameters ?? {}).find((header) => !(header in declared));
  if (undeclared) throw new Error(`IntegrationResponse ${name}: no method response declares ${undeclared}`);
  for (const value of Object.values(inputs.responseParameters ?? {})) checkHeaderValue(String(value));
  return { id: `agir-${routeId(inputs)}-${inputs.statusCode}` };
}

function authorizer(registration: Registration) {
  const { inputs, name } = registration;
  if (!["TOKEN", "REQUEST"].includes(inputs.type ?? "TOKEN")) {
    throw new Error(`Authorizer ${name}: type ${inputs.type} is not supported, only TOKEN and REQUEST`);
  }
  lambdaTarget(inputs.authorizerUri);
  return { id: keptId(registration, 6), outputs: { name: physicalName(registration) } };
}

function gatewayResponse({ inputs }: Registration) {
  for (const value of Object.values(inputs.responseParameters ?? {})) checkHeaderValue(String(value));
  return { id: `aggr-${inputs.restApiId}-${inputs.responseType}` };
}

const methodResponseId = (inputs: Props) => `agmr-${routeId(inputs)}-${inputs.statusCode}`;

const routeId = ({ httpMethod, resourceId, restApi }: Props) => `${restApi}-${resourceId}-${httpMethod}`;
