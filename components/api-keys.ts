import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keys, sha256 } from "../runtime/adapters/dynamo-keys";
import type { Tier } from "../runtime/contract/tier";
import { TableItems } from "./table-items";

/** What {@link ApiKeys} needs. */
export interface ApiKeysArgs {
  restApiId: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /** Table in which the authorizer finds a key by its hash. */
  tableName: pulumi.Input<string>;
  /** Role of the function that makes keys: it may put people into the plans. */
  keysRoleName: pulumi.Input<string>;
  /** A usage plan each; who is in none is in the first. */
  tiers: [Tier, ...Tier[]];
}

/** Whose the first key is; without sign-in, everybody on the page. */
const firstOwner = "owner";

/**
 * The first two keys: `owner` for scripts and sign-in, `server` for the page's server, which may act for users. And
 * the first person, who is an admin.
 *
 * A key and what API Gateway counts by are two things: the table knows a key's SHA-256 and whose it is, a usage plan
 * knows its owner. API Gateway makes the two keys, since it makes secrets that survive every `pulumi up`.
 */
export class ApiKeys extends pulumi.ComponentResource {
  /** The owner's key. Secret. */
  readonly apiKey: pulumi.Output<string>;
  /** SSM parameter that holds the server's key. */
  readonly serverKeyParameter: { name: pulumi.Output<string>; arn: pulumi.Output<string> };

  constructor(name: string, args: ApiKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ApiKeys", name, {}, opts);
    const parent = { parent: this };
    const stage = { apiId: args.restApiId, stage: args.stageName };

    const plans = args.tiers.map((tier, index) => this.createPlan(name, stage, tier, index));
    const [plan] = plans;
    if (plan === undefined) throw new Error("there is no tier");
    // The server speaks for everybody who is signed in: one owner's limit would be everybody's together.
    const serverPlan = new aws.apigateway.UsagePlan(`${name}-server-plan`, { apiStages: [stage] }, parent);
    const items = new TableItems(this, name, args.tableName);
    const owner = this.createKey(`${name}-owner`, plan, items, { id: "first", actsForUsers: false });
    const server = this.createKey(`${name}-server`, serverPlan, items, { actsForUsers: true });
    this.createFirstOwner(items, plan, owner, args.tiers[0]);
    for (const [index, { id }] of plans.entries()) {
      const tier = args.tiers[index]?.name ?? "";
      items.create(`plan-item-${tier}`, { ...keys.plan(tier), planId: id });
    }
    this.letKeysMove(`${name}-join`, args.keysRoleName, plans, owner.key);
    const parameter = new aws.ssm.Parameter(
      `${name}-server-parameter`,
      { type: "SecureString", value: pulumi.secret(server.key.value) },
      parent,
    );

    this.apiKey = pulumi.secret(owner.key.value);
    this.serverKeyParameter = { name: parameter.name, arn: parameter.arn };
    this.registerOutputs({ apiKey: this.apiKey, serverKeyParameter: this.serverKeyParameter });
  }

  private createPlan(
    name: string,
    stage: aws.types.input.apigateway.UsagePlanApiStage,
    { name: tier, requestsPerSecond, burst, requestsPerDay }: Tier,
    index: number,
  ): aws.apigateway.UsagePlan {
    return new aws.apigateway.UsagePlan(
      // The first one keeps its name, so that a stack from before there were tiers goes on with it.
      index === 0 ? `${name}-plan` : `${name}-plan-${tier}`,
      {
        description: `Tier ${tier}`,
        apiStages: [stage],
        throttleSettings: { rateLimit: requestsPerSecond, burstLimit: burst },
        quotaSettings: { limit: requestsPerDay, period: "DAY" },
      },
      { parent: this },
    );
  }

  /** A key, and beside it what its owner is counted by. */
  private createKey(
    name: string,
    plan: aws.apigateway.UsagePlan,
    items: TableItems,
    known: { id?: string; actsForUsers: boolean },
  ): MadeKey {
    const parent = { parent: this };
    const key = new aws.apigateway.ApiKey(name, {}, parent);
    const usageKey = new aws.apigateway.ApiKey(`${name}-usage`, {}, parent);
    new aws.apigateway.UsagePlanKey(
      `${name}-in-plan`,
      { keyId: usageKey.id, keyType: "API_KEY", usagePlanId: plan.id },
      parent,
    );
    const item = pulumi.all([key.value, usageKey.value]).apply(([value, counted]) => ({
      ...keys.apiKey(sha256(value)),
      ...known,
      owner: firstOwner,
      usageKey: counted,
    }));
    items.create(`${name.split("-").at(-1)}-item`, item);
    return { key, usageKey };
  }

  /** The first owner's other items: the key in the list, the profile, and what further keys of theirs are counted by. */
  private createFirstOwner(
    items: TableItems,
    plan: aws.apigateway.UsagePlan,
    { key, usageKey }: MadeKey,
    { name: tier }: Tier,
  ): void {
    const listed = pulumi.all([key.value, key.createdDate]).apply(([value, createdAt]) => ({
      ...keys.listedKey(firstOwner, "first"),
      id: "first",
      owner: firstOwner,
      name: "The stack's first key",
      lastFour: value.slice(-4),
      createdAt,
      isFromStack: true,
      hash: sha256(value),
    }));
    items.create("owner-listed", listed);
    items.create("owner-profile", { ...keys.profile(firstOwner), tier, isAdmin: true, isFromStack: true });
    const counted = { owner: firstOwner, usageKey: usageKey.value, apiKeyId: usageKey.id, planId: plan.id };
    items.create("owner-counted", { ...keys.usageKey(firstOwner), ...counted });
  }

  /** API Gateway's own words for "make a key", "put it into one of these plans" and "take it out". */
  private letKeysMove(
    name: string,
    role: pulumi.Input<string>,
    plans: aws.apigateway.UsagePlan[],
    anyKey: aws.apigateway.ApiKey,
  ): void {
    const allKeys = anyKey.arn.apply((arn) => arn.slice(0, arn.lastIndexOf("/")));
    const Statement: aws.iam.PolicyStatement[] = [
      {
        Sid: "JoinPlan",
        Effect: "Allow",
        Action: ["apigateway:POST"],
        Resource: [allKeys, ...plans.map((plan) => pulumi.interpolate`${plan.arn}/keys`)],
      },
      {
        Sid: "LeavePlan",
        Effect: "Allow",
        Action: ["apigateway:DELETE"],
        Resource: plans.map((plan) => pulumi.interpolate`${plan.arn}/keys/*`),
      },
    ];
    new aws.iam.RolePolicy(
      `${name}-policy`,
      { role, policy: { Version: "2012-10-17", Statement } },
      { parent: this },
    );
  }
}

interface MadeKey {
  key: aws.apigateway.ApiKey;
  usageKey: aws.apigateway.ApiKey;
}
