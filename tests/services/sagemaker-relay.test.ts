import { createServer } from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { closeServer, listenOnLoopback } from "../../local/aws/loopback-server";
import { createSageMaker } from "../../local/aws/sagemaker/sagemaker";
import { ask, bodyOf, clientOf, makeEndpoint, stream } from "./sagemaker-client";
import { openServiceCloud } from "./service-cloud";

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
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}/v1`;
    const cloud = await openServiceCloud((context) =>
      createSageMaker(context, { url, model, key: "secret" }),
    );
    await makeEndpoint(cloud);
    const client = clientOf(cloud.endpoint);
    const stop = () => closeServer(server);
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
    await stop();
    await expect(ask(client, "hi")).rejects.toMatchObject({
      name: "ModelError",
      OriginalMessage: expect.stringContaining(`The model at ${url} does not answer: `),
    });
    expect(cloud.warnings).toEqual([expect.stringContaining(url)]);
  });
});
