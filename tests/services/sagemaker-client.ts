import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import { expect } from "vitest";

import { ownerCredentials, type ServiceCloud } from "./service-cloud";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/vllm:1";
const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** A model whose role may pull its image from `repository` and write logs. */
export async function modelInputs(cloud: ServiceCloud, repository = "vllm") {
  const statements = [
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: pull,
      Resource: `arn:aws:ecr:us-east-1:123456789012:repository/${repository}`,
    },
    {
      Effect: "Allow",
      Action: logs,
      Resource: "arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/*",
    },
    { Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*" },
  ];
  const policy = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const trust = {
    Effect: "Allow",
    Principal: { Service: "sagemaker.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const role = await cloud.make("aws:iam/role:Role", "model", {
    assumeRolePolicy: policy([trust]),
    inlinePolicies: [{ name: "inline", policy: policy(statements) }],
  });
  return { executionRoleArn: role.outputs.arn, primaryContainer: { image } };
}

/** Endpoint `chat` with all that it needs. */
export async function makeEndpoint(cloud: ServiceCloud) {
  const model = await cloud.make("aws:sagemaker/model:Model", "vllm", await modelInputs(cloud));
  const config = await cloud.make("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "gpu", {
    productionVariants: [{ variantName: "AllTraffic", modelName: model.id }],
  });
  const inputs = { name: "chat", endpointConfigName: config.id };
  return cloud.make("aws:sagemaker/endpoint:Endpoint", "chat", inputs);
}

export function clientOf(endpoint: string, credentials: object = ownerCredentials) {
  const keys = credentials as typeof ownerCredentials;
  return new SageMakerRuntimeClient({ endpoint, region: "us-east-1", credentials: keys, maxAttempts: 1 });
}

export const bodyOf = (content: string, stream: boolean) =>
  JSON.stringify({ messages: [{ role: "user", content }], stream, stream_options: { include_usage: true } });

export async function ask(client: SageMakerRuntimeClient, content: string, EndpointName = "chat") {
  const answer = await client.send(new InvokeEndpointCommand({ EndpointName, Body: bodyOf(content, false) }));
  return JSON.parse(Buffer.from(answer.Body).toString("utf8"));
}

/** The parts of a streamed answer, as they came. */
export async function* stream(client: SageMakerRuntimeClient, content: string, abortSignal?: AbortSignal) {
  const command = new InvokeEndpointWithResponseStreamCommand({
    EndpointName: "chat",
    Body: bodyOf(content, true),
  });
  const { Body, ContentType } = await client.send(command, { abortSignal });
  expect(ContentType).toMatch(/^text\/event-stream/);
  for await (const event of Body ?? [])
    if (event.PayloadPart?.Bytes) yield Buffer.from(event.PayloadPart.Bytes);
}

/** What server-sent events add up to. */
export function textOf(events: string) {
  const chunks = events.split("\n\n").filter((line) => line.startsWith("data: {"));
  return chunks.map((line) => JSON.parse(line.slice(6)).choices[0]?.delta.content ?? "").join("");
}
