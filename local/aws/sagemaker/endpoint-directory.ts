import { AwsError, type Place } from "../service";

export interface EndpointRecord {
  name: string;
  configName: string;
}

/** What the program made: models, configurations that name them, endpoints that name those. */
export class EndpointDirectory {
  readonly models = new Map<string, { executionRoleArn: string }>();
  /** Execution roles of the models behind a configuration. */
  readonly rolesOfConfig = new Map<string, string[]>();
  /** Names of the production variants, by configuration. */
  readonly variantsOfConfig = new Map<string, string[]>();
  readonly endpoints = new Map<string, EndpointRecord>();

  constructor(readonly place: Place) {}

  /** AWS writes names in ARNs of SageMaker in lower case. */
  arn(kind: "model" | "endpoint-config" | "endpoint", name: string): string {
    return `arn:aws:sagemaker:${this.place.region}:${this.place.accountId}:${kind}/${name.toLowerCase()}`;
  }

  /**
   * The variant that answers for an endpoint. A program that makes no endpoint uses one that stands already
   * (`parley:existingEndpoint`): then every name is taken for one.
   *
   * @throws ValidationError
   */
  variant(endpointName: string, targetVariant?: string): string {
    const endpoint = this.endpoints.get(endpointName);
    if (!endpoint && this.endpoints.size > 0) {
      throw validationError(`Endpoint ${endpointName} of account ${this.place.accountId} not found.`);
    }
    const variants = (endpoint && this.variantsOfConfig.get(endpoint.configName)) ?? ["AllTraffic"];
    const variant = targetVariant ?? variants[0]!;
    if (variants.includes(variant)) return variant;
    throw validationError(`Variant ${variant} not found on endpoint ${endpointName}.`);
  }
}

/** SageMaker runtime's word; the control plane says ValidationException. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
