import { physicalName } from "../physical-name";
import type { Place, Props, ResourceProvider } from "../service";
import type { IamDirectory, Role } from "./directory";
import { readPolicy } from "./policy-document";

/** `aws:iam/role:Role`, with inline policies, managed policies and a permissions boundary. */
export function roleProvider(directory: IamDirectory, place: Place): ResourceProvider {
  return {
    async create(registration) {
      const { inputs } = registration;
      const name = physicalName(registration);
      const path = inputs.path ?? "/";
      const role: Role = {
        name,
        arn: `arn:aws:iam::${place.accountId}:role${path}${name}`,
        trust: readPolicy(inputs.assumeRolePolicy, `role ${name} (assumeRolePolicy)`),
        boundary: inputs.permissionsBoundary,
        inlinePolicies: new Map(directory.roles.get(name)?.inlinePolicies),
        attachedPolicies: new Set(directory.roles.get(name)?.attachedPolicies),
      };
      addInlinePolicies(role, inputs);
      for (const arn of inputs.managedPolicyArns ?? []) role.attachedPolicies.add(arn);
      for (const arn of [...role.attachedPolicies, ...(role.boundary ? [role.boundary] : [])])
        directory.policy(arn);
      directory.roles.set(name, role);
      return { id: name, outputs: { name, path, arn: role.arn, uniqueId: `AROA${name}` } };
    },
    async delete(name) {
      directory.roles.delete(name);
    },
  };
}

/** An empty entry is how the provider spells "no inline policies at all". */
function addInlinePolicies(role: Role, inputs: Props): void {
  for (const { name, policy } of inputs.inlinePolicies ?? []) {
    if (policy) role.inlinePolicies.set(name ?? "inline", readPolicy(policy, `role ${role.name}, ${name}`));
  }
}
