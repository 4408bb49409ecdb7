import { type Access, AwsError, type Place, type Principal } from "../service";
import type { IamDirectory } from "./directory";
import { type Decision, evaluate } from "./evaluator";

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

  #decide(caller: Principal, roleArn: string, { action, resource, context }: Access): Decision {
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
      boundary: role.boundary ? this.directory.policy(role.boundary) : undefined,
    });
  }

  #denial(caller: Principal, roleArn: string, { action, resource }: Access, decision: Decision): AwsError {
    const reason =
      decision === "explicitly denied"
        ? "with an explicit deny in an identity-based policy"
        : `because no identity-based policy allows the ${action} action`;
    this.warn(`AccessDenied: ${roleArn} may not ${action} on ${resource} (${decision})`);
    return new AwsError(
      "AccessDeniedException",
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  }
}
