import { AwsError, type CloudService, type Iam, type Place } from "../service";
import { Authorizer } from "./authorizer";
import { CredentialStore } from "./credentials";
import { IamDirectory } from "./directory";
import { evaluate } from "./evaluator";
import { instanceProfileProvider } from "./instance-profile";
import { policyProvider, rolePolicyAttachmentProvider, rolePolicyProvider } from "./role-policy";
import { roleProvider } from "./role";

export interface IamOptions {
  place: Place;
  /** Told of every call that was denied. */
  warn: (message: string) => void;
  /** @default Date.now */
  now?: () => number;
}

/** Roles, policies and credentials of the account. Policies are enforced as deployed. */
export function createIam({ place, warn, now = Date.now }: IamOptions): CloudService & Iam {
  const directory = new IamDirectory();
  const credentials = new CredentialStore(place, now);
  const authorizer = new Authorizer(directory, place, warn);
  return {
    name: "iam",
    resources: {
      "aws:iam/role:Role": roleProvider(directory, place),
      "aws:iam/rolePolicy:RolePolicy": rolePolicyProvider(directory),
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachmentProvider(directory),
      "aws:iam/policy:Policy": policyProvider(directory, place),
      "aws:iam/instanceProfile:InstanceProfile": instanceProfileProvider(directory, place),
    },
    authorize: (caller, access) => authorizer.authorize(caller, access),
    exercised: () => authorizer.exercised(),
    lookup: (accessKeyId) => credentials.lookup(accessKeyId),
    issueCredentials(roleArn, session, service) {
      const role = directory.roleByArn(roleArn);
      if (service) checkTrust(directory, role.arn, service, warn);
      return credentials.issue(role, session);
    },
    instanceProfileRole(nameOrArn) {
      const name = nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
      const role = directory.instanceProfiles.get(name);
      if (!role) throw new Error(`NoSuchEntity: Instance Profile ${name} cannot be found.`);
      return directory.role(role).arn;
    },
  };
}

function checkTrust(
  directory: IamDirectory,
  roleArn: string,
  service: string,
  warn: IamOptions["warn"],
): void {
  const resourcePolicy = directory.roleByArn(roleArn).trust;
  const question = { action: "sts:AssumeRole", resource: roleArn, caller: { service }, resourcePolicy };
  if (evaluate(question) === "allowed") return;
  warn(`AccessDenied: ${service} may not assume ${roleArn} (its trust policy does not allow it)`);
  throw new AwsError(
    "AccessDenied",
    `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}
