import { physicalName } from "../../physical-name";
import type { Iam, ResourceProvider } from "../../service";
import type { EndpointDirectory } from "../endpoint-directory";
import { checkPull } from "../execution-role";

/** `aws.sagemaker.Model`. Its container is not run: the embedded model answers for all. */
export function modelResource(directory: EndpointDirectory, iam: Iam): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      const { executionRoleArn, primaryContainer } = registration.inputs;
      checkPull(iam, executionRoleArn, primaryContainer.image);
      directory.models.set(name, { executionRoleArn });
      return { id: name, outputs: { name, arn: directory.arn("model", name) } };
    },
    async delete(id) {
      directory.models.delete(id);
    },
  };
}
