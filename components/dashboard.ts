import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a {@link Dashboard} shows. */
export interface DashboardArgs {
  /** Name of the REST API: the dimension of its metrics. */
  apiName: pulumi.Input<string>;
  /** Names of the functions. */
  functionNames: pulumi.Input<string>[];
  endpointName: pulumi.Input<string>;
  tableName: pulumi.Input<string>;
}

/** One CloudWatch dashboard: is it used, does it fail, how long does it take, how busy is the GPU. */
export class Dashboard extends pulumi.ComponentResource {
  /** In the AWS console. */
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:Dashboard", name, {}, opts);

    const region = aws.getRegionOutput({}, { parent: this }).region;
    const names = pulumi.output({ ...args, region, functionNames: pulumi.all(args.functionNames) });
    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: `${pulumi.getProject()}-${pulumi.getStack()}`,
        dashboardBody: names.apply((all) => JSON.stringify({ widgets: widgets(all) })),
      },
      { parent: this },
    );

    this.dashboardUrl = pulumi.interpolate`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }
}

interface Names {
  region: string;
  apiName: string;
  functionNames: string[];
  endpointName: string;
  tableName: string;
}

/** `[namespace, metric, dimension, value, …, options]`, as CloudWatch has it. */
type Metric = (string | { stat: string })[];

function widgets({ region, apiName, functionNames, endpointName, tableName }: Names) {
  const api = (metric: string, stat: string): Metric => [
    "AWS/ApiGateway",
    metric,
    "ApiName",
    apiName,
    { stat },
  ];
  const model = (namespace: string, metric: string, stat: string): Metric => [
    namespace,
    metric,
    "EndpointName",
    endpointName,
    "VariantName",
    "main",
    { stat },
  ];
  const charts: Record<string, Metric[]> = {
    "Requests and errors": [api("Count", "Sum"), api("4XXError", "Sum"), api("5XXError", "Sum")],
    "API latency (ms)": [api("Latency", "p50"), api("Latency", "p99")],
    "Function errors": functionNames.map((name) => [
      "AWS/Lambda",
      "Errors",
      "FunctionName",
      name,
      { stat: "Sum" },
    ]),
    "Model requests and errors": [
      model("AWS/SageMaker", "Invocations", "Sum"),
      model("AWS/SageMaker", "Invocation5XXErrors", "Sum"),
    ],
    "GPU and its memory (%)": [
      model("/aws/sagemaker/Endpoints", "GPUUtilization", "Average"),
      model("/aws/sagemaker/Endpoints", "GPUMemoryUtilization", "Average"),
    ],
    "Table throttled": ["ReadThrottleEvents", "WriteThrottleEvents"].map((metric) => [
      "AWS/DynamoDB",
      metric,
      "TableName",
      tableName,
      { stat: "Sum" },
    ]),
  };
  return Object.entries(charts).map(([title, metrics], place) => ({
    type: "metric",
    width: 12,
    height: 6,
    x: (place % 2) * 12,
    y: Math.floor(place / 2) * 6,
    properties: { title, metrics, region, view: "timeSeries", period: 300 },
  }));
}
