import { managedPolicies } from "./managed-policies";
import type { PolicyDocument } from "./policy-document";

export interface Role {
  name: string;
  arn: string;
  /** Who may assume it. */
  trust: PolicyDocument;
  /** ARN of the permissions boundary. */
  boundary?: string;
  /** By name. */
  inlinePolicies: Map<string, PolicyDocument>;
  /** ARNs. */
  attachedPolicies: Set<string>;
}

/** The roles, policies and instance profiles of the account. */
export class IamDirectory {
  /** By name. */
  readonly roles = new Map<string, Role>();
  /** The account's own policies, by ARN. */
  readonly policies = new Map<string, PolicyDocument>();
  /** Name of the role, by name of the instance profile. */
  readonly instanceProfiles = new Map<string, string>();

  /** Throws `NoSuchEntity` naming the role. */
  role(name: string): Role {
    const role = this.roles.get(name);
    if (!role) throw new Error(`NoSuchEntity: The role with name ${name} cannot be found.`);
    return role;
  }

  roleByArn(arn: string): Role {
    return this.role(arn.slice(arn.lastIndexOf("/") + 1));
  }

  /** The account's own, or one of AWS's that is known here; any other is an error. */
  policy(arn: string): PolicyDocument {
    const policy = this.policies.get(arn) ?? managedPolicies[arn];
    if (policy) return policy;
    const known = Object.keys(managedPolicies).join(", ");
    throw new Error(`Managed policy ${arn} is not known to the embedded cloud, which has: ${known}`);
  }

  policiesOf(role: Role): PolicyDocument[] {
    return [...role.inlinePolicies.values(), ...[...role.attachedPolicies].map((arn) => this.policy(arn))];
  }
}
