import { secret } from "../../engine/wire";
import { physicalName } from "../physical-name";
import { alphanumeric, randomText } from "../random-id";
import type { Registration, ResourceProvider } from "../service";
import type { ApiDefinition } from "./api-definition";
import { keptId, recordProvider } from "./record-provider";

/** Who may call how much. */
export function usagePlanResources(definition: ApiDefinition): Record<string, ResourceProvider> {
  const { region } = definition.place;
  return {
    "aws:apigateway/usagePlan:UsagePlan": recordProvider(definition, definition.usagePlans, {
      make: (registration) => {
        const id = keptId(registration, 6);
        return {
          id,
          outputs: {
            name: physicalName(registration),
            arn: `arn:aws:apigateway:${region}::/usageplans/${id}`,
          },
        };
      },
    }),
    "aws:apigateway/usagePlanKey:UsagePlanKey": recordProvider(definition, definition.usagePlanKeys, {
      make: ({ inputs }) => ({ id: `${inputs.usagePlanId}/${inputs.keyId}` }),
    }),
    "aws:apigateway/apiKey:ApiKey": apiKeyProvider(definition),
  };
}

function apiKeyProvider(definition: ApiDefinition): ResourceProvider {
  const make = (registration: Registration) => {
    const { inputs, name, previous } = registration;
    const id = keptId(registration, 10);
    const value: string = inputs.value ?? previous?.outputs.value ?? randomText(40, alphanumeric);
    if (value.length < 20) throw new Error(`ApiKey ${name}: its value must have at least 20 characters`);
    const arn = `arn:aws:apigateway:${definition.place.region}::/apikeys/${id}`;
    const createdDate = previous?.outputs.createdDate ?? new Date().toISOString();
    return { id, outputs: { name: physicalName(registration), value, arn, createdDate } };
  };
  const provider = recordProvider(definition, definition.apiKeys, { make });
  return {
    ...provider,
    async create(registration) {
      const { id, outputs } = await provider.create(registration);
      return { id, outputs: { ...outputs, value: secret(outputs.value) } };
    },
  };
}
