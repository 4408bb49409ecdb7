import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keys } from "../runtime/adapters/dynamo-keys";
import type { Tier } from "../runtime/contract/tier";

/** What {@link ApiKeys} needs. */
export interface ApiKeysArgs {
  restApiId: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /** Table in which the authorizer finds a key by its hash. */
  tableName: pulumi.Input<string>;
  /** A usage plan each; the owner is in the first. */
  tiers: [Tier, ...Tier[]];
}

/**
 * The first two keys: `owner` for scripts and sign-in, `server` for the page's server, which may act for users.
 *
 * API Gateway knows the keys for its usage plans; the table knows their SHA-256 and whose they are.
 */
export class ApiKeys extends pulumi.ComponentResource {
  /** The owner's key. Secret. */
  readonly apiKey: pulumi.Output<string>;
  /** SSM parameter that holds the server's key. */
  readonly serverKeyParameter: { name: pulumi.Output<string>; arn: pulumi.Output<string> };

  constructor(name: string, args: ApiKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ApiKeys", name, {}, opts);
    const stage = { apiId: args.restApiId, stage: args.stageName };

    const [plan] = args.tiers.map((tier, index) => this.createPlan(name, stage, tier, index));
    if (plan === undefined) throw new Error("there is no tier");
    // The server speaks for everybody who is signed in: one key's limit would be everybody's together.
    const serverPlan = new aws.apigateway.UsagePlan(
      `${name}-server-plan`,
      { apiStages: [stage] },
      { parent: this },
    );
    this.apiKey = this.createKey(`${name}-owner`, plan, args.tableName, false);
    const serverKey = this.createKey(`${name}-server`, serverPlan, args.tableName, true);
    const parameter = new aws.ssm.Parameter(
      `${name}-server-parameter`,
      { type: "SecureString", value: serverKey },
      { parent: this },
    );

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
      index === 0 ? `${name}-plan` : `${name}-${tier}-plan`,
      {
        description: `Tier ${tier}`,
        apiStages: [stage],
        throttleSettings: { rateLimit: requestsPerSecond, burstLimit: burst },
        quotaSettings: { limit: requestsPerDay, period: "DAY" },
      },
      { parent: this },
    );
  }

  private createKey(
    name: string,
    plan: aws.apigateway.UsagePlan,
    tableName: pulumi.Input<string>,
    actsForUsers: boolean,
  ): pulumi.Output<string> {
    const parent = { parent: this };
    const key = new aws.apigateway.ApiKey(name, {}, parent);
    new aws.apigateway.UsagePlanKey(
      `${name}-in-plan`,
      { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id },
      parent,
    );
    new aws.dynamodb.TableItem(
      `${name}-item`,
      {
        tableName,
        hashKey: "pk",
        rangeKey: "sk",
        item: key.value.apply((value) => keyItem(value, actsForUsers)),
      },
      parent,
    );
    return pulumi.secret(key.value);
  }
}

/** As `runtime/adapters` reads it. */
function keyItem(key: string, actsForUsers: boolean): string {
  const hash = createHash("sha256").update(key).digest("hex");
  const { pk, sk } = keys.apiKey(hash);
  return JSON.stringify({
    pk: { S: pk },
    sk: { S: sk },
    owner: { S: "owner" },
    actsForUsers: { BOOL: actsForUsers },
  });
}
