import { conditionHolds } from "./condition";
import { type ConditionContext, fillVariables, matchesPattern } from "./pattern";
import { many, type PolicyDocument, type PolicyPrincipal, type Statement } from "./policy-document";

export type Decision = "allowed" | "implicitly denied" | "explicitly denied";

/** Who asks, as principals of resource and trust policies see it. */
export interface Caller {
  arn?: string;
  roleArn?: string;
  accountId?: string;
  /** `apigateway.amazonaws.com`. A service has no identity policies. */
  service?: string;
}

/** May `caller` do `action` to `resource`? All in one account. */
export interface Question {
  action: string;
  resource: string;
  /** Condition keys in any case. */
  context?: Record<string, string | string[]>;
  caller?: Caller;
  identityPolicies?: PolicyDocument[];
  /** The policy of the resource itself, or a role's trust policy. */
  resourcePolicy?: PolicyDocument;
  /** A permissions boundary: what identity policies can allow at most. */
  boundary?: PolicyDocument;
}

/** Decides as IAM does: an explicit deny wins, then any allow; without one the answer is no. */
export function evaluate(question: Question): Decision {
  const { boundary, caller = {}, identityPolicies = [], resourcePolicy } = question;
  const context = new Map(
    Object.entries(question.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const has = (effect: Statement["Effect"], policy: PolicyDocument, isResourcePolicy = false) =>
    policy.Statement.some(
      (statement) =>
        statement.Effect === effect &&
        (!isResourcePolicy || namesCaller(statement, caller)) &&
        applies(statement, question, context),
    );

  const attached = boundary ? [...identityPolicies, boundary] : identityPolicies;
  if (attached.some((policy) => has("Deny", policy))) return "explicitly denied";
  if (resourcePolicy && has("Deny", resourcePolicy, true)) return "explicitly denied";

  if (resourcePolicy && has("Allow", resourcePolicy, true)) return "allowed";
  if (caller.service || (boundary && !has("Allow", boundary))) return "implicitly denied";
  return identityPolicies.some((policy) => has("Allow", policy)) ? "allowed" : "implicitly denied";
}

/** Whether a statement speaks of this action on this resource under these conditions. */
function applies(statement: Statement, { action, resource }: Question, context: ConditionContext): boolean {
  const namesAction = (pattern: string) => matchesPattern(pattern, action, true);
  const namesResource = (pattern: string) => {
    const filled = fillVariables(pattern, context, true);
    return filled !== undefined && matchesPattern(filled, resource);
  };
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Action ? !many(Action).some(namesAction) : many(NotAction).some(namesAction)) return false;
  if (Resource && !many(Resource).some(namesResource)) return false;
  if (NotResource && many(NotResource).some(namesResource)) return false;
  return conditionHolds(Condition, context);
}

function namesCaller({ Principal, NotPrincipal }: Statement, caller: Caller): boolean {
  if (Principal) return isNamed(Principal, caller);
  return NotPrincipal ? !isNamed(NotPrincipal, caller) : false;
}

function isNamed(principal: PolicyPrincipal, caller: Caller): boolean {
  if (principal === "*") return true;
  return Object.entries(principal).some(([kind, names]) => {
    if (many(names).includes("*")) return true;
    return many(names).some((name) =>
      kind === "Service" ? name === caller.service : isAccountOrRole(name, caller),
    );
  });
}

function isAccountOrRole(name: string, { accountId, arn, roleArn, service }: Caller): boolean {
  if (service) return false;
  const account = accountId && [accountId, `arn:aws:iam::${accountId}:root`].includes(name);
  return Boolean(account) || name === arn || name === roleArn;
}
