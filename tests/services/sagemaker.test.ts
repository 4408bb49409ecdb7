import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createSageMaker } from "../../local/aws/sagemaker/sagemaker";
import { type Made, openServiceCloud, ownerCredentials, type ServiceCloud } from "./service-cloud";

const arn = "arn:aws:sagemaker:us-east-1:000000000000:endpoint/chat";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/vllm:1";
const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** A model whose role may pull its image from `repository` and write logs. */
async function modelInputs(cloud: ServiceCloud, repository = "vllm") {
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
async function makeEndpoint(cloud: ServiceCloud) {
  const model = await cloud.make("aws:sagemaker/model:Model", "vllm", await modelInputs(cloud));
  const config = await cloud.make("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "gpu", {
    productionVariants: [{ variantName: "AllTraffic", modelName: model.id }],
  });
  const inputs = { name: "chat", endpointConfigName: config.id };
  return cloud.make("aws:sagemaker/endpoint:Endpoint", "chat", inputs);
}

function clientOf(endpoint: string, credentials: object = ownerCredentials) {
  const keys = credentials as typeof ownerCredentials;
  return new SageMakerRuntimeClient({ endpoint, region: "us-east-1", credentials: keys, maxAttempts: 1 });
}

const bodyOf = (content: string, stream: boolean) =>
  JSON.stringify({ messages: [{ role: "user", content }], stream, stream_options: { include_usage: true } });

async function ask(client: SageMakerRuntimeClient, content: string, EndpointName = "chat") {
  const answer = await client.send(new InvokeEndpointCommand({ EndpointName, Body: bodyOf(content, false) }));
  return JSON.parse(Buffer.from(answer.Body).toString("utf8"));
}

/** The parts of a streamed answer, as they came. */
async function* stream(client: SageMakerRuntimeClient, content: string, abortSignal?: AbortSignal) {
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
function textOf(events: string) {
  const chunks = events.split("\n\n").filter((line) => line.startsWith("data: {"));
  return chunks.map((line) => JSON.parse(line.slice(6)).choices[0]?.delta.content ?? "").join("");
}

describe("an endpoint with the demo model", () => {
  let cloud: ServiceCloud;
  let client: SageMakerRuntimeClient;
  let made: Made;

  beforeAll(async () => {
    cloud = await openServiceCloud((context) => createSageMaker(context));
    client = clientOf(cloud.endpoint);
    made = await makeEndpoint(cloud);
  });

  afterAll(async () => {
    client.destroy();
    await cloud.end();
  });

  it("has a name and an ARN", () => {
    expect(made).toMatchObject({ id: "chat", outputs: { name: "chat", arn } });
  });

  it("answers whole", async () => {
    const answer = await ask(client, "/echo hello there");
    expect(answer).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { role: "assistant", content: "hello there" }, finish_reason: "stop" }],
      usage: { completion_tokens: 2 },
    });
  });

  it("streams parts that split lines and characters, and lose nothing", async () => {
    const text = "日本語 grüße 🙂 ".repeat(20).trim();
    const parts: Buffer[] = [];
    for await (const part of stream(client, `/echo ${text}`)) parts.push(part);
    const events = Buffer.concat(parts).toString("utf8");
    expect(textOf(events)).toBe(text);
    expect(events.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(parts.some((part) => !part.toString("utf8").endsWith("\n\n"))).toBe(true);
    expect(parts.some((part) => part.toString("utf8").includes("\uFFFD"))).toBe(true);
  });

  it("breaks off with ModelStreamError after the tokens that came", async () => {
    const parts: Buffer[] = [];
    const reading = (async () => {
      for await (const part of stream(client, "/fail 3")) parts.push(part);
    })();
    await expect(reading).rejects.toMatchObject({ name: "ModelStreamError", ErrorCode: "StreamBroken" });
    expect(textOf(Buffer.concat(parts).toString("utf8"))).toBe("word1 word2 word3 ");
  });

  it("answers ModelError when the model fails before its first token", async () => {
    await expect(stream(client, "/fail 0").next()).rejects.toMatchObject({
      name: "ModelError",
      OriginalStatusCode: 500,
      OriginalMessage: "The demo model failed after 0 tokens, as it was asked to",
      $metadata: { httpStatusCode: 424 },
    });
  });

  it("stops the model when the caller goes away", async () => {
    const abort = new AbortController();
    const reading = (async () => {
      const parts = stream(client, "/tokens 100000 50", abort.signal);
      while (!(await parts.next()).done) abort.abort();
    })();
    await expect(reading).rejects.toThrow("aborted");
    await expect.poll(() => cloud.logs.some((line) => line.includes("abandoned by its caller"))).toBe(true);
  });

  it("is the only one there is", async () => {
    const other = ask(client, "hi", "other");
    await expect(other).rejects.toMatchObject({
      name: "ValidationError",
      message: "Endpoint other of account 000000000000 not found.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("needs the permission of each of the two operations", async () => {
    const allow = (...Action: string[]) => [{ Effect: "Allow", Action, Resource: arn }];
    const whole = clientOf(cloud.endpoint, await cloud.role(allow("sagemaker:InvokeEndpoint")));
    const streaming = clientOf(
      cloud.endpoint,
      await cloud.role(allow("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream")),
    );
    expect((await ask(whole, "/echo hi")).choices[0].message.content).toBe("hi");
    expect((await stream(streaming, "/echo hi").next()).done).toBe(false);
    await expect(stream(whole, "hi").next()).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        `not authorized to perform: sagemaker:InvokeEndpointWithResponseStream on resource: ${arn}`,
      ),
    });
    whole.destroy();
    streaming.destroy();
  });

  it("refuses a body that is no chat", async () => {
    const call = client.send(new InvokeEndpointCommand({ EndpointName: "chat", Body: "{}" }));
    await expect(call).rejects.toMatchObject({ name: "ModelError", OriginalStatusCode: 400 });
  });
});

describe("a program that makes no endpoint", () => {
  it("finds every name to stand already", async () => {
    const cloud = await openServiceCloud((context) => createSageMaker(context));
    const client = clientOf(cloud.endpoint);
    expect((await ask(client, "/echo hi", "existing")).choices[0].message.content).toBe("hi");
    client.destroy();
    await cloud.end();
  });
});

describe("an endpoint with a model server behind it", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A model server that answers as told and keeps what it was asked. */
  async function relayTo(answer: (path: string) => [status: number, body: string], model?: string) {
    const asked: { path?: string; authorization?: string; body: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { url = "", headers } = request;
        asked.push({
          path: url,
          authorization: headers.authorization,
          body: Buffer.concat(chunks).toString("utf8"),
        });
        const [status, body] = answer(url);
        const type = body.startsWith("data:") ? "text/event-stream" : "application/json";
        response.writeHead(status, { "content-type": type }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const cloud = await openServiceCloud((context) =>
      createSageMaker(context, { url, model, key: "secret" }),
    );
    await makeEndpoint(cloud);
    const client = clientOf(cloud.endpoint);
    const stop = () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    };
    closing.push(
      stop,
      () => cloud.end(),
      () => client.destroy(),
    );
    return { asked, client, cloud, stop, url };
  }

  it("passes the request on under the configured name, and the bytes back", async () => {
    const events = 'data: {"choices":[{"delta":{"content":"relayed"}}]}\n\ndata: [DONE]\n\n';
    const { asked, client } = await relayTo(() => [200, events], "qwen3");
    const parts: Buffer[] = [];
    for await (const part of stream(client, "hi")) parts.push(part);
    expect(Buffer.concat(parts).toString("utf8")).toBe(events);
    expect(asked).toMatchObject([{ path: "/v1/chat/completions", authorization: "Bearer secret" }]);
    expect(JSON.parse(asked[0]!.body)).toEqual({ ...JSON.parse(bodyOf("hi", true)), model: "qwen3" });
  });

  it("takes the server's first model when none is configured", async () => {
    const { asked, client } = await relayTo((path) =>
      path === "/v1/models" ? [200, '{"data":[{"id":"first"},{"id":"second"}]}'] : [200, '{"choices":[]}'],
    );
    expect(await ask(client, "hi")).toEqual({ choices: [] });
    expect(JSON.parse(asked[1]!.body).model).toBe("first");
  });

  it("gives the server's own error as ModelError", async () => {
    const { client } = await relayTo(() => [404, '{"error":{"message":"model \'x\' not found"}}'], "x");
    await expect(stream(client, "hi").next()).rejects.toMatchObject({
      name: "ModelError",
      OriginalStatusCode: 404,
      OriginalMessage: "model 'x' not found",
    });
  });

  it("names the URL that does not answer, to the caller and at the terminal", async () => {
    const { client, cloud, stop, url } = await relayTo(() => [200, "{}"], "x");
    closing.shift();
    await stop();
    await expect(ask(client, "hi")).rejects.toMatchObject({
      name: "ModelError",
      OriginalMessage: expect.stringContaining(`The model at ${url} does not answer: `),
    });
    expect(cloud.warnings).toEqual([expect.stringContaining(url)]);
  });
});

describe("resources", () => {
  it("name the part that is missing", async () => {
    const cloud = await openServiceCloud((context) => createSageMaker(context));
    const config = cloud.make("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "gpu", {
      productionVariants: [{ modelName: "none" }],
    });
    await expect(config).rejects.toThrow(
      'Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model/none"',
    );
    const endpoint = cloud.make("aws:sagemaker/endpoint:Endpoint", "e", { endpointConfigName: "none" });
    await expect(endpoint).rejects.toThrow("Could not find endpoint configuration");
    await cloud.end();
  });

  it("are not made when the model's role may not pull its image", async () => {
    const cloud = await openServiceCloud((context) => createSageMaker(context));
    const inputs = await modelInputs(cloud, "another");
    await expect(cloud.make("aws:sagemaker/model:Model", "vllm", inputs)).rejects.toThrow(
      "not authorized to perform: ecr:BatchCheckLayerAvailability on resource: arn:aws:ecr:us-east-1:123456789012:repository/vllm",
    );
    await cloud.end();
  });

  it("keep their names, and answer no more once deleted", async () => {
    const cloud = await openServiceCloud((context) => createSageMaker(context));
    const made = await makeEndpoint(cloud);
    const model = await cloud.make("aws:sagemaker/model:Model", "vllm", await modelInputs(cloud), {
      id: "vllm-1",
      outputs: { name: "vllm-1" },
    });
    expect(model.id).toBe("vllm-1");
    const second = await cloud.make("aws:sagemaker/endpoint:Endpoint", "second", made.outputs);
    expect(second.id).toBe("chat");
    await cloud.make("aws:sagemaker/endpoint:Endpoint", "third", { ...made.outputs, name: "third" });
    await cloud.remove("aws:sagemaker/endpoint:Endpoint", made);
    const client = clientOf(cloud.endpoint);
    await expect(ask(client, "hi")).rejects.toMatchObject({ name: "ValidationError" });
    client.destroy();
    await cloud.end();
  });
});
