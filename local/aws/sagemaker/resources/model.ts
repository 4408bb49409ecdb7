import { physicalName } from "../../physical-name";
import type { ResourceProvider } from "../../service";
import type { EndpointDirectory } from "../endpoint-directory";

/** `aws.sagemaker.Model`. Its container is not run: the embedded model answers for all. */
export function modelResource(directory: EndpointDirectory): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      directory.models.add(name);
      return { id: name, outputs: { name, arn: directory.arn("model", name) } };
    },
    async delete(id) {
      directory.models.delete(id);
    },
  };
}
