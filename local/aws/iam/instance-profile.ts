import { physicalName } from "../physical-name";
import type { Place, ResourceProvider } from "../service";
import type { IamDirectory } from "./directory";

/** `aws:iam/instanceProfile:InstanceProfile`: hands one role to EC2 instances. */
export function instanceProfileProvider(directory: IamDirectory, place: Place): ResourceProvider {
  return {
    async create(registration) {
      const { path = "/", role } = registration.inputs;
      const name = physicalName(registration);
      directory.instanceProfiles.set(name, directory.role(role).name);
      const arn = `arn:aws:iam::${place.accountId}:instance-profile${path}${name}`;
      return { id: name, outputs: { name, path, arn, uniqueId: `AIPA${name}` } };
    },
    async delete(name) {
      directory.instanceProfiles.delete(name);
    },
  };
}
