import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { restApi } from "../unit/fakes/rest-api";
import { lambdaAlone, temporaryFolder } from "./lambda-alone";

/** API Gateway in front of a real Lambda, with one function. */
async function deployed(source: string, isPermitted = true) {
  const { deploy, lambda, lines, permit } = lambdaAlone();
  const fn = await deploy(source);
  const made = await restApi({}, {}, lambda);
  if (isPermitted) await permit({ function: fn.name, sourceArn: `${made.api.executionArn}/*` });
  return { ...made, fn, lines };
}

describe("API Gateway and Lambda", () => {
  it("answer with what the function returns", async () => {
    const { api, fn, invokeUrl, route } = await deployed(
      "exports.handler = async (event) => ({ statusCode: 200, body: event.httpMethod + ' ' + event.body });",
    );
    await route(api.rootResourceId, "POST", "fn", { integration: { uri: fn.invokeArn } });
    const got = await fetch(invokeUrl, { method: "POST", body: "hello" });
    expect([got.status, await got.text()]).toEqual([200, "POST hello"]);
  });

  it("refuse without a permission for this API", async () => {
    const { api, fn, invokeUrl, route, warnings } = await deployed("exports.handler = async () => 1;", false);
    await route(api.rootResourceId, "GET", "fn", { integration: { uri: fn.invokeArn } });
    expect((await fetch(invokeUrl)).status).toBe(500);
    expect(warnings).toEqual([
      `API Gateway: GET /v1: No permission lets ${api.executionArn}/v1/GET/ invoke ${fn.arn}`,
    ]);
  });

  const streaming = `exports.handler = awslambda.streamifyResponse(async (event, out) => {
    const headers = { "content-type": "text/event-stream" };
    const stream = awslambda.HttpResponseStream.from(out, { statusCode: 200, headers });
    stream.write("data: 1\\n\\n");
    const { after, gate } = event.queryStringParameters;
    if (after === "throw") throw new Error("midway");
    if (after === "exit") { await new Promise((done) => setImmediate(done)); process.exit(1); }
    while (!require("node:fs").existsSync(gate)) await new Promise((done) => setTimeout(done, 10));
    stream.write("data: 2\\n\\n");
    stream.end();
    console.log("wrote everything");
  });`;
  const streamRoute = (uri: string) => ({ integration: { uri, responseTransferMode: "STREAM" } });

  it("stream what the function writes, as it writes it", async () => {
    const { api, fn, invokeUrl, route } = await deployed(streaming);
    await route(api.rootResourceId, "GET", "fn", streamRoute(fn.responseStreamingInvokeArn));
    const gate = path.join(temporaryFolder(), "gate");
    const got = await fetch(`${invokeUrl}?gate=${gate}`);
    expect(got.headers.get("content-type")).toBe("text/event-stream");
    const reader = got.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("data: 1\n\n");
    writeFileSync(gate, "");
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("data: 2\n\n");
    expect((await reader?.read())?.done).toBe(true);
  });

  it.each(["throw", "exit"])(
    "cut the connection when the function's end is to %s on the way",
    async (after) => {
      const { api, fn, invokeUrl, route } = await deployed(streaming);
      await route(api.rootResourceId, "GET", "fn", streamRoute(fn.responseStreamingInvokeArn));
      const got = await fetch(`${invokeUrl}?after=${after}`);
      expect(got.status).toBe(200);
      await expect(got.text()).rejects.toThrow("terminated");
    },
  );

  it("let the function run on when the caller leaves", async () => {
    const { api, fn, invokeUrl, lines, route } = await deployed(streaming);
    await route(api.rootResourceId, "GET", "fn", streamRoute(fn.responseStreamingInvokeArn));
    const controller = new AbortController();
    const gate = path.join(temporaryFolder(), "gate");
    await fetch(`${invokeUrl}?gate=${gate}`, { signal: controller.signal });
    controller.abort();
    writeFileSync(gate, "");
    await expect.poll(() => lines.some((line) => line.includes("wrote everything"))).toBe(true);
  });
});
