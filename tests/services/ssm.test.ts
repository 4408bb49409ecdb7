import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSsm } from "../../local/aws/ssm/ssm";
import { type ClientCredentials, openServiceCloud, type ServiceCloud } from "./service-cloud";

let cloud: ServiceCloud;
let clients: SSMClient[];

beforeAll(async () => {
  clients = [];
  cloud = await openServiceCloud(createSsm);
  await cloud.make("aws:ssm/parameter:Parameter", "key", {
    name: "/parley/key",
    type: "SecureString",
    value: "s3cret",
  });
  await cloud.make("aws:ssm/parameter:Parameter", "plain", {
    name: "plain",
    type: "String",
    value: "text",
  });
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await cloud.end();
});

function ssm(credentials?: ClientCredentials): SSMClient {
  const client = new SSMClient(cloud.client(credentials));
  clients.push(client);
  return client;
}

const getKey = (credentials?: ClientCredentials, WithDecryption = true) =>
  ssm(credentials).send(new GetParameterCommand({ Name: "/parley/key", WithDecryption }));

describe("parameters", () => {
  it("come decrypted when that is asked for", async () => {
    const { Parameter } = await getKey();
    expect(Parameter).toMatchObject({
      Name: "/parley/key",
      ARN: "arn:aws:ssm:us-east-1:000000000000:parameter/parley/key",
      Type: "SecureString",
      Value: "s3cret",
      Version: 1,
    });
    expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date);
  });

  it("stay sealed without decryption", async () => {
    const { Parameter } = await getKey(undefined, false);
    expect(Parameter?.Value).toMatch(/^[A-Za-z0-9+/]{128}$/);
  });

  it("that are not there are named", async () => {
    const failing = ssm().send(new GetParameterCommand({ Name: "nope" }));
    await expect(failing).rejects.toMatchObject({
      name: "ParameterNotFound",
      message: "Parameter nope not found.",
    });
  });

  it("can be asked for together", async () => {
    const answer = await ssm().send(new GetParametersCommand({ Names: ["plain", "nope"] }));
    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(["text"]);
    expect(answer.InvalidParameters).toEqual(["nope"]);
  });

  it("name the newest Amazon Linux image", async () => {
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    const answer = await cloud.cloud.invoke("aws:ssm/getParameter:getParameter", { name });
    expect(answer.value).toBe("ami-0local");
  });

  it("of an unknown type are refused", async () => {
    const failing = cloud.make("aws:ssm/parameter:Parameter", "x", {
      name: "x",
      type: "Number",
      value: "1",
    });
    await expect(failing).rejects.toThrow(
      "SSM parameter x: type Number is not one of String, StringList, SecureString",
    );
  });
});

describe("who may read them", () => {
  it("is decided by the role's policy, parameter by parameter", async () => {
    const credentials = await cloud.role(
      [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: "arn:aws:ssm:*:*:parameter/parley/*" }],
      "reader",
    );
    expect((await getKey(credentials)).Parameter?.Value).toBe("s3cret");
    const denied = ssm(credentials).send(new GetParameterCommand({ Name: "plain" }));
    await expect(denied).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: ssm:GetParameter on " +
        "resource: arn:aws:ssm:us-east-1:000000000000:parameter/plain because no identity-based policy allows the " +
        "ssm:GetParameter action",
    });
  });
});

describe("signatures", () => {
  it("with a wrong secret are refused", async () => {
    const failing = getKey({ accessKeyId: "parley", secretAccessKey: "wrong" });
    await expect(failing).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });

  it("with an unknown key or a wrong session token are refused", async () => {
    await expect(getKey({ accessKeyId: "AKIA", secretAccessKey: "x" })).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const credentials = await cloud.role([]);
    await expect(getKey({ ...credentials, sessionToken: "x" })).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });

  it("of another time are refused", async () => {
    const client = new SSMClient({ ...cloud.client(), systemClockOffset: -16 * 60_000 });
    clients.push(client);
    const failing = client.send(new GetParameterCommand({ Name: "plain" }));
    await expect(failing).rejects.toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringMatching(/^Signature expired/),
    });
  });

  it("of a body that was tampered with are refused", async () => {
    const client = ssm();
    client.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: Uint8Array };
        const text = new TextDecoder().decode(request.body);
        request.body = new TextEncoder().encode(text.replace("plain", "other"));
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const failing = client.send(new GetParameterCommand({ Name: "plain" }));
    await expect(failing).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });

  it("are needed", async () => {
    const answer = await fetch(cloud.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AmazonSSM.GetParameter" },
      body: "{}",
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("what the cloud does not know", () => {
  it("is refused by name", async () => {
    const create = cloud.make("aws:sqs/queue:Queue", "q", {});
    await expect(create).rejects.toThrow("The embedded cloud has no resource type aws:sqs/queue:Queue");
    const invoke = cloud.cloud.invoke("aws:s3/getBucket:getBucket", {});
    await expect(invoke).rejects.toThrow("The embedded cloud has no function aws:s3/getBucket:getBucket");
  });

  it("is an unknown operation to a client", async () => {
    const failing = ssm().send(new DescribeParametersCommand({}));
    await expect(failing).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "The embedded cloud's SSM has no operation 'DescribeParameters'",
    });
  });
});
