import { physicalName } from "../../physical-name";
import { AwsError, type ResourceProvider } from "../../service";
import type { EndpointDirectory } from "../endpoint-directory";

interface ProductionVariant {
  variantName?: string;
  modelName?: string;
}

/** `aws.sagemaker.EndpointConfiguration`. Instance types and scaling are kept, and nothing of them is run. */
export function endpointConfigurationResource(directory: EndpointDirectory): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      const variants = (registration.inputs.productionVariants ?? []) as ProductionVariant[];
      if (!variants.length) {
        throw new AwsError(
          "ValidationException",
          `Endpoint configuration "${name}" has no production variant.`,
        );
      }
      for (const { modelName } of variants) {
        if (modelName !== undefined && !directory.models.has(modelName)) {
          throw new AwsError(
            "ValidationException",
            `Could not find model "${directory.arn("model", modelName)}".`,
          );
        }
      }
      const names = variants.map(({ variantName }, index) => variantName ?? `variant-${index + 1}`);
      directory.variantsOfConfig.set(name, names);
      const models = variants.flatMap(({ modelName }) => directory.models.get(modelName ?? "") ?? []);
      directory.rolesOfConfig.set(
        name,
        models.map(({ executionRoleArn }) => executionRoleArn),
      );
      return { id: name, outputs: { name, arn: directory.arn("endpoint-config", name) } };
    },
    async delete(id) {
      directory.variantsOfConfig.delete(id);
      directory.rolesOfConfig.delete(id);
    },
  };
}
