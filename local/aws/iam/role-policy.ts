import { physicalName } from "../physical-name";
import type { Place, ResourceProvider } from "../service";
import type { IamDirectory } from "./directory";
import { readPolicy } from "./policy-document";

/** `aws:iam/rolePolicy:RolePolicy`: a policy inside one role. */
export function rolePolicyProvider(directory: IamDirectory): ResourceProvider {
  return {
    async create(registration) {
      const { role, policy } = registration.inputs;
      const name = physicalName(registration);
      directory.role(role).inlinePolicies.set(name, readPolicy(policy, `role ${role}, ${name}`));
      return { id: `${role}:${name}`, outputs: { name } };
    },
    async delete(_id, outputs) {
      directory.roles.get(outputs.role)?.inlinePolicies.delete(outputs.name);
    },
  };
}

/** `aws:iam/rolePolicyAttachment:RolePolicyAttachment`. Refuses a managed policy that is not known. */
export function rolePolicyAttachmentProvider(directory: IamDirectory): ResourceProvider {
  return {
    async create({ inputs: { role, policyArn } }) {
      directory.policy(policyArn);
      directory.role(role).attachedPolicies.add(policyArn);
      return { id: `${role}-${policyArn}`, outputs: {} };
    },
    async delete(_id, outputs) {
      directory.roles.get(outputs.role)?.attachedPolicies.delete(outputs.policyArn);
    },
  };
}

/** `aws:iam/policy:Policy`: a policy of the account, to be attached. */
export function policyProvider(directory: IamDirectory, place: Place): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      const arn = `arn:aws:iam::${place.accountId}:policy${registration.inputs.path ?? "/"}${name}`;
      directory.policies.set(arn, readPolicy(registration.inputs.policy, `policy ${name}`));
      return { id: arn, outputs: { name, arn, policyId: `ANPA${name}` } };
    },
    async delete(arn) {
      directory.policies.delete(arn);
    },
  };
}
