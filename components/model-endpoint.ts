import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createServiceRole } from "./service-role";

/** What a {@link ModelEndpoint} needs. */
export interface ModelEndpointArgs {
  /**
   * Name of an endpoint that stands already, in the same account and region.
   *
   * @default - model, configuration and endpoint are made
   */
  existingEndpoint?: string;
  /** `<organisation>/<model>` on Hugging Face; the container fetches it when it starts. */
  model: string;
  /** `ml.*` with a GPU. The account needs quota for it: "<type> for endpoint usage". */
  instanceType: string;
  /**
   * Container image.
   *
   * @default - AWS's vLLM image, which reads the `SM_VLLM_*` variables below
   */
  image?: string;
  /** Tokens that prompt and reply share. */
  contextTokens: number;
}

// AWS's account for its deep learning containers in most regions.
const containerAccount = "763104351884";
const containerTag = "server-sagemaker-cuda-v2.3";

/**
 * The model on a SageMaker real-time endpoint, or one that stands already.
 *
 * One variant without autoscaling: the smallest that answers. The endpoint takes several minutes to come up.
 */
export class ModelEndpoint extends pulumi.ComponentResource {
  readonly endpointName: pulumi.Output<string>;
  readonly endpointArn: pulumi.Output<string>;

  constructor(name: string, args: ModelEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ModelEndpoint", name, {}, opts);

    const region = aws.getRegionOutput({}, { parent: this }).region;
    const accountId = aws.getCallerIdentityOutput({}, { parent: this }).accountId;
    if (args.existingEndpoint === undefined) {
      const endpoint = this.createEndpoint(name, args, region, accountId);
      this.endpointName = endpoint.name;
      this.endpointArn = endpoint.arn;
    } else {
      this.endpointName = pulumi.output(args.existingEndpoint);
      this.endpointArn = pulumi.interpolate`arn:aws:sagemaker:${region}:${accountId}:endpoint/${args.existingEndpoint.toLowerCase()}`;
    }
    this.registerOutputs({ endpointName: this.endpointName, endpointArn: this.endpointArn });
  }

  private createEndpoint(
    name: string,
    args: ModelEndpointArgs,
    region: pulumi.Output<string>,
    accountId: pulumi.Output<string>,
  ): aws.sagemaker.Endpoint {
    const parent = { parent: this };
    const image = pulumi.output(
      args.image ??
        pulumi.interpolate`${containerAccount}.dkr.ecr.${region}.amazonaws.com/vllm:${containerTag}`,
    );
    const statements = [...pullImage(image), writeLogs(region, accountId), writeMetrics];
    const { role, policy } = createServiceRole(name, "sagemaker.amazonaws.com", statements, parent);
    const model = new aws.sagemaker.Model(
      `${name}-model`,
      {
        executionRoleArn: role.arn,
        primaryContainer: { image, environment: containerEnvironment(args) },
      },
      { ...parent, dependsOn: [policy] },
    );
    const configuration = new aws.sagemaker.EndpointConfiguration(
      `${name}-configuration`,
      { productionVariants: [productionVariant(model.name, args.instanceType)] },
      parent,
    );
    return new aws.sagemaker.Endpoint(name, { endpointConfigName: configuration.name }, parent);
  }
}

/** The container's `SM_VLLM_<X>` becomes vLLM's `--<x>`. */
function containerEnvironment(args: ModelEndpointArgs): Record<string, string> {
  return {
    SM_VLLM_MODEL: args.model,
    SM_VLLM_SERVED_MODEL_NAME: args.model,
    SM_VLLM_MAX_MODEL_LEN: String(args.contextTokens),
    SM_VLLM_TOOL_CALL_PARSER: "openai",
    SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: "true",
  };
}

function productionVariant(modelName: pulumi.Input<string>, instanceType: string) {
  return {
    variantName: "main",
    modelName,
    instanceType,
    initialInstanceCount: 1,
    initialVariantWeight: 1,
    // 16 GB of weights come over the network at the first start.
    modelDataDownloadTimeoutInSeconds: 1800,
    containerStartupHealthCheckTimeoutInSeconds: 1800,
    // The cu130 image needs driver 580; any other AMI ends in CannotStartContainerError, without a log.
    inferenceAmiVersion: "al2023-ami-sagemaker-inference-gpu-4-1",
    routingConfigs: [{ routingStrategy: "LEAST_OUTSTANDING_REQUESTS" }],
  };
}

function pullImage(image: pulumi.Output<string>): aws.iam.PolicyStatement[] {
  const repositoryArn = image.apply((uri) => {
    const [, account, region, repository] = /^(\d+)\.dkr\.ecr\.([\w-]+)\.[\w.]+\/([^:@]+)/.exec(uri) ?? [];
    if (account === undefined) {
      throw new pulumi.RunError(
        `parley:modelImage is "${uri}"; allowed: an image in a private ECR repository, which is all that SageMaker runs`,
      );
    }
    return `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  });
  return [
    // ECR knows no resource for it: a token is good for all repositories, what it may pull is said below.
    { Sid: "EcrToken", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [repositoryArn],
    },
  ];
}

function writeLogs(region: pulumi.Output<string>, accountId: pulumi.Output<string>): aws.iam.PolicyStatement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/*`],
  };
}

// Without it the dashboard's GPU chart stays empty: the instance sends its metrics as this role. CloudWatch knows no
// resource for them, but a namespace.
const writeMetrics: aws.iam.PolicyStatement = {
  Sid: "WriteMetrics",
  Effect: "Allow",
  Action: ["cloudwatch:PutMetricData"],
  Resource: ["*"],
  Condition: { StringEquals: { "cloudwatch:namespace": "/aws/sagemaker/Endpoints" } },
};
