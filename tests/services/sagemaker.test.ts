import { InvokeEndpointCommand, type SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createSageMaker } from "../../local/aws/sagemaker/sagemaker";
import { ask, clientOf, makeEndpoint, modelInputs, stream, textOf } from "./sagemaker-client";
import { type Made, openServiceCloud, type ServiceCloud } from "./service-cloud";

const arn = "arn:aws:sagemaker:us-east-1:000000000000:endpoint/chat";

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
