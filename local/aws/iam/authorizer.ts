import { type Access, AwsError, type Place, type Principal } from "../service";
import type { IamDirectory } from "./directory";
import { type Decision, evaluate } from "./evaluator";
import { readPolicy } from "./policy-document";

/** An action that a role was allowed at least once. */
export interface ExercisedAction {
  roleArn: string;
  action: string;
}

/** Decides every call by the policies of the caller's role, and remembers what was allowed. */
export class Authorizer {
  readonly #exercised = new Map<string, ExercisedAction>();

  constructor(
    private readonly directory: IamDirectory,
    private readonly place: Place,
    private readonly warn: (message: string) => void,
  ) {}

  /** Throws `AwsError` `AccessDeniedException` at the first access that is not allowed. */
  authorize(caller: Principal | undefined, access: Access[]): void {
    if (!caller) throw new AwsError("AccessDeniedException", "Anonymous callers may not do this", 403);
    const { roleArn } = caller;
    if (!roleArn) return;
    for (const one of access) {
      const decision = this.#decide(caller, roleArn, one);
      if (decision !== "allowed") throw this.#denial(caller, roleArn, one, decision);
      this.#exercised.set(`${roleArn} ${one.action}`, { roleArn, action: one.action });
    }
  }

  exercised(): ExercisedAction[] {
    return [...this.#exercised.values()];
  }

  #decide(caller: Principal, roleArn: string, access: Access): Decision {
    const { action, resource, context, resourcePolicy } = access;
    const role = this.directory.roleByArn(roleArn);
    return evaluate({
      action,
      resource,
      context: {
        "aws:PrincipalArn": roleArn,
        "aws:PrincipalAccount": this.place.accountId,
        "aws:RequestedRegion": this.place.region,
        // Loopback stands for TLS: policies that refuse plain HTTP mean the network.
        "aws:SecureTransport": "true",
        ...context,
      },
      caller: { arn: caller.arn, roleArn, accountId: this.place.accountId },
      identityPolicies: this.directory.policiesOf(role),
      resourcePolicy: resourcePolicy === undefined ? undefined : readPolicy(resourcePolicy, resource),
      boundary: role.boundary ? this.directory.policy(role.boundary) : undefined,
    });
  }

  #denyingPolicy(caller: Principal, roleArn: string, access: Access): string {
    const byIdentity = this.#decide(caller, roleArn, { ...access, resourcePolicy: undefined });
    return byIdentity === "explicitly denied" ? "an identity-based policy" : "a resource-based policy";
  }

  #denial(caller: Principal, roleArn: string, access: Access, decision: Decision): AwsError {
    const { action, resource } = access;
    const reason =
      decision === "explicitly denied"
        ? `with an explicit deny in ${this.#denyingPolicy(caller, roleArn, access)}`
        : `because no identity-based policy allows the ${action} action`;
    this.warn(`AccessDenied: ${roleArn} may not ${action} on ${resource} (${decision})`);
    return new AwsError(
      "AccessDeniedException",
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  }
}
