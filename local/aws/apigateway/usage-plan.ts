import type { Props } from "../service";
import type { ApiDefinition } from "./api-definition";
import { type Exchange, header } from "./exchange";
import { GatewayError } from "./gateway-error";
import { QuotaCounter } from "./quota";
import type { Route } from "./routing-table";
import { type Rate, TokenBuckets } from "./token-bucket";

/** Holds callers to the usage plan of their API key, and everybody to the stage's own limits. Counts are in memory. */
export class UsagePlans {
  readonly #buckets: TokenBuckets;
  readonly #quotas: QuotaCounter;

  /** @param now In ms since 1970. */
  constructor(
    private readonly definition: ApiDefinition,
    now: () => number,
  ) {
    this.#buckets = new TokenBuckets(now);
    this.#quotas = new QuotaCounter(now);
  }

  /**
   * Finds the key of a request whose method requires one, and counts the request. Throws `INVALID_API_KEY`,
   * `QUOTA_EXCEEDED` or `THROTTLED`.
   */
  admit(exchange: Exchange, route: Route): void {
    const apiKeySource = this.definition.restApi?.apiKeySource;
    const value = apiKeySource === "AUTHORIZER" ? exchange.usageIdentifierKey : header(exchange, "x-api-key");
    const apiKey = [...this.definition.apiKeys.values()].find(
      (key) => key.value === value && key.enabled !== false,
    );
    const plan = apiKey && this.#planOf(apiKey, exchange);
    if (!apiKey || !plan) throw new GatewayError("INVALID_API_KEY");
    exchange.apiKey = { id: apiKey.id, value: apiKey.value };
    const quota = plan.quotaSettings;
    const countedFor = `${plan.id}/${apiKey.id}`;
    if (quota && this.#quotas.isUsedUp(countedFor, quota)) throw new GatewayError("QUOTA_EXCEEDED");
    this.#throttle(plan, countedFor, exchange, route);
    if (quota) this.#quotas.count(countedFor, quota);
  }

  /** Throws `THROTTLED` when the method gets more than its stage allows, from all callers together. */
  throttleStage({ stageName }: Exchange, { httpMethod, resourcePath }: Route): void {
    const own = `${resourcePath.slice(1)}/${httpMethod}`;
    const settings = [...this.definition.methodSettings.values()].filter(
      (props) => props.stageName === stageName,
    );
    const find = (path: string) =>
      settings.find((props) => props.methodPath.replaceAll("~1", "/") === path)?.settings;
    const { throttlingBurstLimit, throttlingRateLimit } = (find(own) ?? find("*/*") ?? {}) as Props;
    const rate = { rateLimit: throttlingRateLimit, burstLimit: throttlingBurstLimit };
    if (!this.#buckets.take(`stage/${stageName}/${own}`, rate)) throw new GatewayError("THROTTLED");
  }

  /** The plan that both the key and the stage are in. */
  #planOf(apiKey: Props, exchange: Exchange): Props | undefined {
    const { usagePlanKeys, usagePlans } = this.definition;
    const plans = [...usagePlanKeys.values()]
      .filter(({ keyId }) => keyId === apiKey.id)
      .flatMap(({ usagePlanId }) => usagePlans.get(usagePlanId) ?? []);
    return plans.find((plan) => stageOf(plan, exchange) !== undefined);
  }

  /** A limit for the method goes before the plan's own. */
  #throttle(plan: Props, countedFor: string, exchange: Exchange, { httpMethod, resourcePath }: Route): void {
    const throttles: (Rate & { path: string })[] = stageOf(plan, exchange)?.throttles ?? [];
    const own = throttles.find(({ path }) => path === `${resourcePath}/${httpMethod}`);
    const isAdmitted = own
      ? this.#buckets.take(`${countedFor}${own.path}`, own)
      : this.#buckets.take(countedFor, plan.throttleSettings ?? {});
    if (!isAdmitted) throw new GatewayError("THROTTLED");
  }
}

function stageOf(plan: Props, { apiId, stageName }: Exchange): Props | undefined {
  const stages: Props[] = plan.apiStages ?? [];
  return stages.find((stage) => stage.apiId === apiId && stage.stage === stageName);
}
