import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * API Gateway refuses access logs until the account and region have a role for it. `create` makes that role, for
 * the whole account and region; `exists` says that there is one; `off` writes no access logs.
 */
export type AccessLogsMode = "create" | "exists" | "off";

/** What {@link AccessLogs} needs. */
export interface AccessLogsArgs {
  mode: AccessLogsMode;
  logRetentionDays: number;
}

/** Where an API's stage writes one line a request: who, what, how long; never a key or a body. */
export class AccessLogs extends pulumi.ComponentResource {
  /** For the stage; unset when no access logs are written. */
  readonly settings?: { destinationArn: pulumi.Output<string>; format: string };
  /** What a stage with `settings` has to wait for. */
  readonly ready: pulumi.Resource[] = [];

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:AccessLogs", name, {}, opts);
    const parent = { parent: this };

    if (args.mode === "create") this.ready.push(this.createAccountRole(name));
    if (args.mode !== "off") {
      const logGroup = new aws.cloudwatch.LogGroup(name, { retentionInDays: args.logRetentionDays }, parent);
      this.settings = { destinationArn: logGroup.arn, format: lineFormat };
    }
    this.registerOutputs({ settings: this.settings });
  }

  private createAccountRole(name: string): pulumi.Resource {
    const parent = { parent: this };
    const role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "apigateway.amazonaws.com" }) },
      parent,
    );
    // API Gateway checks for just the actions of this policy when the role is given to it.
    const policy = new aws.iam.RolePolicyAttachment(
      `${name}-role-policy`,
      { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonAPIGatewayPushToCloudWatchLogs },
      parent,
    );
    return new aws.apigateway.Account(
      `${name}-account`,
      { cloudwatchRoleArn: role.arn },
      { ...parent, dependsOn: [policy] },
    );
  }
}

const lineFormat = JSON.stringify({
  time: "$context.requestTime",
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  caller: "$context.authorizer.principalId",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  bytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
});
