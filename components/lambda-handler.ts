import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createServiceRole } from "./service-role";

/** What a {@link LambdaHandler} needs. */
export interface LambdaHandlerArgs {
  /** Builds the handler and wires its ports. Serialized at deploy time; runs once per cold start. */
  factory: () => unknown;
  /** The bundle that `factory` requires, relative to the program: `./dist/lambda/chat.js`. Its map travels with it. */
  bundle: string;
  /** What the bundle loads when it needs it, named likewise; without maps. @default - nothing */
  more?: string[];
  /**
   * What the handler may do, besides writing its own logs.
   *
   * @default - nothing else
   */
  statements?: pulumi.Input<aws.iam.PolicyStatement>[];
  /** 128 to 10240. A full vCPU comes with 1769. */
  memorySizeMb: number;
  /** 1 to 900. */
  timeoutSec: number;
  /** Days that its logs are kept. */
  logRetentionDays: number;
}

/**
 * A Lambda function written as a closure, with a role of its own.
 *
 * Given no role, `CallbackFunction` attaches nine managed policies, most of them full-access; this one grants its
 * own logs and `statements`, nothing more. The archive holds the closure and the bundle, nothing from `node_modules`.
 */
export class LambdaHandler extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly roleArn: pulumi.Output<string>;
  /** Of the role: for what it may do to resources that are made after the function. */
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: LambdaHandlerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:LambdaHandler", name, {}, opts);
    const parent = { parent: this };

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: args.logRetentionDays },
      parent,
    );
    const statements = [writeLogs(logGroup.arn), ...(args.statements ?? [])];
    const { role, policy } = createServiceRole(name, "lambda.amazonaws.com", statements, parent);

    this.function = new aws.lambda.CallbackFunction(
      name,
      {
        callbackFactory: args.factory as aws.lambda.CallbackFactory<unknown, unknown>,
        codePathOptions: {
          extraIncludePaths: [args.bundle, `${args.bundle}.map`, ...(args.more ?? [])],
          extraExcludePackages: dependencies(),
        },
        role,
        runtime: aws.lambda.Runtime.NodeJS24dX,
        architectures: ["arm64"],
        memorySize: args.memorySizeMb,
        timeout: args.timeoutSec,
        environment: { variables: { NODE_OPTIONS: "--enable-source-maps" } },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      },
      // Without the policy its first lines of log would be lost.
      { ...parent, dependsOn: [policy] },
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ function: this.function, roleArn: this.roleArn, roleName: this.roleName });
  }
}

function writeLogs(logGroupArn: pulumi.Input<string>): aws.iam.PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [pulumi.interpolate`${logGroupArn}:*`],
  };
}

/** Everything in `dependencies`: the bundle carries what runs. A fresh array, since `CallbackFunction` writes into it. */
function dependencies(): string[] {
  const manifest = require("../package.json") as { dependencies: Record<string, string> };
  return Object.keys(manifest.dependencies);
}
