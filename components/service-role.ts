import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A role that one AWS service assumes, and the policy that says all it may do. */
export interface ServiceRole {
  role: aws.iam.Role;
  /** What acts with the role at once when it is made has to wait for it. */
  policy: aws.iam.RolePolicy;
}

/**
 * Makes `<name>-role` with `<name>-policy`.
 *
 * @param service Who assumes it: `lambda.amazonaws.com`.
 * @param statements All that the role may do.
 */
export function createServiceRole(
  name: string,
  service: string,
  statements: pulumi.Input<aws.iam.PolicyStatement>[],
  opts: pulumi.CustomResourceOptions,
): ServiceRole {
  const assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: service });
  const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy }, opts);
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    { role: role.id, policy: { Version: "2012-10-17", Statement: statements } },
    opts,
  );
  return { role, policy };
}
