import { physicalName } from "../../physical-name";
import { AwsError, type Iam, type ResourceProvider } from "../../service";
import type { EndpointDirectory } from "../endpoint-directory";
import { checkReports } from "../execution-role";

/** `aws.sagemaker.Endpoint`: in service at once, where AWS takes minutes. */
export function endpointResource(directory: EndpointDirectory, iam: Iam): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      const configName: string = registration.inputs.endpointConfigName;
      if (!directory.variantsOfConfig.has(configName)) {
        const arn = directory.arn("endpoint-config", configName);
        throw new AwsError("ValidationException", `Could not find endpoint configuration "${arn}".`);
      }
      for (const role of directory.rolesOfConfig.get(configName) ?? []) {
        checkReports(iam, directory.place, role, name);
      }
      directory.endpoints.set(name, { name, configName });
      return { id: name, outputs: { name, arn: directory.arn("endpoint", name) } };
    },
    async delete(id) {
      directory.endpoints.delete(id);
    },
  };
}
