import { AwsError, type Iam, type Place, type Principal } from "../service";

const service = "sagemaker.amazonaws.com";
const pullActions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const logActions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/**
 * Does with a model's role what SageMaker does before a container runs: assumes it, and asks whether it may pull the
 * image. Nothing is pulled.
 *
 * @throws AwsError when the role may not.
 */
export function checkPull(iam: Iam, roleArn: string, image: string): void {
  const [, accountId, region, repository] = /^(\d+)\.dkr\.ecr\.([\w-]+)\.[\w.]+\/([^:@]+)/.exec(image) ?? [];
  if (!accountId)
    throw new AwsError("ValidationException", `"${image}" is not an image in a private ECR repository.`);
  const resource = `arn:aws:ecr:${region}:${accountId}:repository/${repository}`;
  iam.authorize(assume(iam, roleArn), [
    { action: "ecr:GetAuthorizationToken", resource: "*" },
    ...pullActions.map((action) => ({ action, resource })),
  ]);
}

/** Asks whether a model's role may write an endpoint's logs and metrics. @throws AwsError when it may not. */
export function checkReports(
  iam: Iam,
  { region, accountId }: Place,
  roleArn: string,
  endpointName: string,
): void {
  const resource = `arn:aws:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/${endpointName}`;
  const context = { "cloudwatch:namespace": "/aws/sagemaker/Endpoints" };
  iam.authorize(assume(iam, roleArn), [
    ...logActions.map((action) => ({ action, resource })),
    { action: "cloudwatch:PutMetricData", resource: "*", context },
  ]);
}

function assume(iam: Iam, roleArn: string): Principal | undefined {
  const { accessKeyId } = iam.issueCredentials(roleArn, "SageMaker", service);
  return iam.lookup(accessKeyId)?.principal;
}
