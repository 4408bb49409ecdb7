import { evaluate } from "../iam/evaluator";
import { type PolicyDocument, readPolicy } from "../iam/policy-document";
import type { FunctionInvoker } from "../lambda/function-invoker";
import type { Props } from "../service";
import { authorizerCall } from "./authorizer-call";
import { type Exchange, methodArn } from "./exchange";
import { GatewayError } from "./gateway-error";
import { lambdaTarget } from "./lambda-target";
import type { Route } from "./routing-table";

/** What an authorizer said: good for every method that its policy names. */
interface Verdict {
  principalId: string;
  policy: PolicyDocument;
  context: Record<string, string>;
  usageIdentifierKey?: string;
}

/** Asks Lambda authorizers, and remembers what they say for as long as they want it remembered. */
export class Authorizers {
  readonly #remembered = new Map<string, { verdict: Verdict; until: number }>();

  constructor(
    private readonly invoker: FunctionInvoker,
    private readonly now: () => number,
  ) {}

  /** Fills in what the authorizer says about the caller. Throws `UNAUTHORIZED`, `ACCESS_DENIED` or an error of the authorizer. */
  async authorize(exchange: Exchange, route: Route, authorizer: Props): Promise<void> {
    const startedAt = this.now();
    const { event, identity } = authorizerCall(exchange, route, authorizer);
    const verdict = await this.#verdict(exchange, authorizer, identity, event);
    const decision = evaluate({
      action: "execute-api:Invoke",
      resource: methodArn(exchange),
      identityPolicies: [verdict.policy],
    });
    const { context, principalId, usageIdentifierKey } = verdict;
    exchange.authorizer = { ...context, principalId, integrationLatency: String(this.now() - startedAt) };
    exchange.usageIdentifierKey = usageIdentifierKey;
    if (decision === "allowed") return;
    const isExplicit = decision === "explicitly denied";
    const message = `User is not authorized to access this resource${isExplicit ? " with an explicit deny" : ""}`;
    throw new GatewayError("ACCESS_DENIED", undefined, message);
  }

  async #verdict(exchange: Exchange, authorizer: Props, identity: string[], event: Props): Promise<Verdict> {
    const key = JSON.stringify([authorizer.id, exchange.stageName, ...identity]);
    const known = this.#remembered.get(key);
    if (known && known.until > this.now()) return known.verdict;
    const verdict = await this.#ask(exchange, authorizer, event);
    const ttlSec: number = authorizer.authorizerResultTtlInSeconds ?? 300;
    if (ttlSec > 0 && identity.length > 0) {
      this.#forgetOld();
      this.#remembered.set(key, { verdict, until: this.now() + ttlSec * 1000 });
    }
    return verdict;
  }

  #forgetOld(): void {
    for (const [key, { until }] of this.#remembered) {
      if (until <= this.now()) this.#remembered.delete(key);
    }
  }

  async #ask({ executionArn }: Exchange, authorizer: Props, event: Props): Promise<Verdict> {
    const { functionArn } = lambdaTarget(authorizer.authorizerUri);
    const source = `${executionArn}/authorizers/${authorizer.id}`;
    if (!this.invoker.allows(functionArn, "apigateway.amazonaws.com", source)) {
      throw new GatewayError(
        "AUTHORIZER_CONFIGURATION_ERROR",
        `No permission lets ${source} invoke ${functionArn}`,
      );
    }
    const { error, payload } = await this.invoker.invoke(functionArn, event).catch((reason: unknown) => {
      throw new GatewayError("AUTHORIZER_FAILURE", String(reason));
    });
    // By this word, exactly, an authorizer says that it does not know the caller.
    if (error?.errorMessage === "Unauthorized") throw new GatewayError("UNAUTHORIZED");
    if (error) throw new GatewayError("AUTHORIZER_FAILURE", `${error.errorType}: ${error.errorMessage}`);
    try {
      return readVerdict(JSON.parse(payload), authorizer.name);
    } catch (reason) {
      throw new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", String(reason));
    }
  }
}

function readVerdict(answer: Props, name: string): Verdict {
  if (typeof answer?.principalId !== "string") throw new Error(`Authorizer ${name} gave no principalId`);
  const context: [string, unknown][] = Object.entries(answer.context ?? {});
  const nested = context.find(([, value]) => typeof value === "object" && value !== null);
  if (nested) throw new Error(`Authorizer ${name}: context.${nested[0]} must be a string, number or boolean`);
  return {
    principalId: answer.principalId,
    policy: readPolicy(answer.policyDocument, `authorizer ${name}`),
    context: Object.fromEntries(context.map(([key, value]) => [key, String(value)])),
    usageIdentifierKey: answer.usageIdentifierKey,
  };
}
