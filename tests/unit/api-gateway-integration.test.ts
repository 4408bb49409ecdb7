import { request } from "node:http";
import { describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { invokeArn, prelude, restApi } from "./fakes/rest-api";

describe("the event of a proxy integration", () => {
  it("holds the whole request", async () => {
    let event: Props = {};
    const { api, invokeUrl, resource, route } = await restApi({
      whole: { keep: (given) => ((event = given), { statusCode: 204 }) },
    });
    const { id } = await resource("{id}");
    await route(id, "POST", "keep");
    const headers = { "X-Case": "kept", "user-agent": "test" };
    const answer = await fetch(`${invokeUrl}/a%20b?q=1&q=%C3%BC&r`, {
      method: "POST",
      headers,
      body: "text ü",
    });
    expect(answer.status).toBe(204);
    const { headers: given, multiValueHeaders, requestContext, ...rest } = event;
    expect(rest).toEqual({
      resource: "/{id}",
      path: "/a%20b",
      httpMethod: "POST",
      queryStringParameters: { q: "ü", r: "" },
      multiValueQueryStringParameters: { q: ["1", "ü"], r: [""] },
      pathParameters: { id: "a b" },
      stageVariables: null,
      body: "text ü",
      isBase64Encoded: false,
    });
    expect(Object.keys(given)).toEqual(expect.arrayContaining(["X-Forwarded-For", "X-Forwarded-Proto"]));
    expect(multiValueHeaders["X-Forwarded-For"]).toEqual(["127.0.0.1"]);
    expect(requestContext).toMatchObject({
      accountId: "123456789012",
      apiId: api.id,
      httpMethod: "POST",
      identity: { sourceIp: "127.0.0.1", userAgent: "test", user: null },
      path: "/v1/a%20b",
      protocol: "HTTP/1.1",
      requestId: answer.headers.get("x-amzn-requestid"),
      requestTime: "22/Nov/2026:12:00:00 +0000",
      requestTimeEpoch: Date.UTC(2026, 10, 22, 12),
      resourcePath: "/{id}",
      stage: "v1",
    });
  });

  it("holds parameters and headers of any name", async () => {
    let event: Props = {};
    const { api, invokeUrl, route } = await restApi({
      whole: { keep: (given) => ((event = given), { statusCode: 204 }) },
    });
    await route(api.rootResourceId, "GET", "keep");
    expect(
      (await fetch(`${invokeUrl}?__proto__=1&toString=2`, { headers: { constructor: "3" } })).status,
    ).toBe(204);
    expect(Object.entries(event.queryStringParameters)).toEqual([
      ["__proto__", "1"],
      ["toString", "2"],
    ]);
    expect(event.multiValueHeaders.constructor).toEqual(["3"]);
  });

  it("holds a body of a binary media type as base64, and gives one back to those who accept it", async () => {
    const echo = (event: Props) => ({
      statusCode: 200,
      body: event.body,
      isBase64Encoded: event.isBase64Encoded,
    });
    const { api, invokeUrl, route } = await restApi({ whole: { echo } }, { binaryMediaTypes: ["image/*"] });
    await route(api.rootResourceId, "POST", "echo");
    const send = async (accept: string) => {
      const headers = { "content-type": "image/png", accept };
      return (await fetch(invokeUrl, { method: "POST", headers, body: Buffer.from([255, 0]) })).arrayBuffer();
    };
    expect(Buffer.from(await send("image/png"))).toEqual(Buffer.from([255, 0]));
    expect(Buffer.from(await send("text/plain")).toString()).toBe("/wA=");
  });
});

describe("a whole answer", () => {
  it("keeps status, headers and several values of one", async () => {
    const answer = {
      statusCode: 418,
      headers: { "x-one": "1" },
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
      body: "{}",
    };
    const { api, invokeUrl, route } = await restApi({ whole: { fn: () => answer } });
    await route(api.rootResourceId, "GET", "fn");
    const got = await fetch(invokeUrl);
    expect([got.status, await got.text(), got.headers.get("x-one"), got.headers.getSetCookie()]).toEqual([
      418,
      "{}",
      "1",
      ["a=1", "b=2"],
    ]);
    expect(got.headers.get("content-type")).toBe("application/json");
  });

  it.each([
    ["no status", { body: "x" }],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
    ["a member that is not known", { statusCode: 200, text: "x" }],
    ["nothing", undefined],
  ])("is a 502 with %s", async (_what, answer) => {
    const { api, invokeUrl, route, warnings } = await restApi({ whole: { fn: () => answer } });
    await route(api.rootResourceId, "GET", "fn");
    const got = await fetch(invokeUrl);
    expect([got.status, await got.json()]).toEqual([502, { message: "Internal server error" }]);
    expect(warnings).toEqual(["API Gateway: GET /v1: Malformed Lambda proxy response"]);
  });

  it("is a 502 when the function fails, and says no more than that", async () => {
    const fn = () => {
      throw new TypeError("secret detail");
    };
    const { api, invokeUrl, route } = await restApi({ whole: { fn } });
    await route(api.rootResourceId, "GET", "fn");
    const got = await fetch(invokeUrl);
    expect([got.status, await got.json()]).toEqual([502, { message: "Internal server error" }]);
  });

  it("is a 504 when it takes longer than the integration's time", async () => {
    const { api, invokeUrl, route } = await restApi({ whole: { fn: () => new Promise(() => {}) } });
    await route(api.rootResourceId, "GET", "fn", { integration: { timeoutMilliseconds: 50 } });
    const got = await fetch(invokeUrl);
    expect([got.status, await got.json()]).toEqual([504, { message: "Endpoint request timed out" }]);
  });

  it("is a 500 when no permission lets the API call the function", async () => {
    const asked: string[][] = [];
    const allows = (...question: string[]) => asked.push(question) === 0;
    const { api, invokeUrl, resource, route } = await restApi({ allows });
    const { id } = await resource("{id}");
    await route(id, "ANY", "fn");
    expect((await fetch(`${invokeUrl}/7`)).status).toBe(500);
    const source = `arn:aws:execute-api:us-east-1:123456789012:${api.id}/v1/GET/*`;
    expect(asked).toEqual([
      ["arn:aws:lambda:us-east-1:123456789012:function:fn", "apigateway.amazonaws.com", source],
    ]);
  });

  it("is nothing to warn of when the caller leaves in the middle of its body", async () => {
    const { api, invokeUrl, route, warnings } = await restApi({ whole: { fn: () => ({ statusCode: 200 }) } });
    await route(api.rootResourceId, "POST", "fn");
    const leaving = request(invokeUrl, { method: "POST", headers: { "content-length": "10" } });
    leaving.on("error", () => {});
    await new Promise((resolve) => leaving.write("half", resolve));
    const left = new Promise((resolve) => leaving.once("close", resolve));
    leaving.destroy();
    await left;
    expect((await fetch(invokeUrl, { method: "POST", body: "whole" })).status).toBe(200);
    expect(warnings).toEqual([]);
  });

  it("is a 413 for a body over 10 MB", async () => {
    const { api, invokeUrl, route } = await restApi({ whole: { fn: () => ({ statusCode: 200 }) } });
    await route(api.rootResourceId, "POST", "fn");
    const got = await fetch(invokeUrl, { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([got.status, await got.json()]).toEqual([413, { message: "Request Too Long" }]);
  });
});

describe("a streamed answer", () => {
  it("passes on each write when it is made", async () => {
    const gate = Promise.withResolvers<void>();
    async function* fn() {
      const head = prelude({
        statusCode: 201,
        headers: { "content-type": "text/event-stream" },
        cookies: ["a=1"],
      });
      yield head.subarray(0, 9);
      yield Buffer.concat([head.subarray(9), Buffer.from("first ")]);
      await gate.promise;
      yield Buffer.from("last");
    }
    const { api, invokeUrl, route, stream } = await restApi({ streaming: { fn } });
    await route(api.rootResourceId, "GET", "fn", stream("fn"));
    const got = await fetch(invokeUrl);
    expect([got.status, got.headers.get("content-type"), got.headers.getSetCookie()]).toEqual([
      201,
      "text/event-stream",
      ["a=1"],
    ]);
    const reader = got.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first ");
    gate.resolve();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("last");
    expect((await reader?.read())?.done).toBe(true);
  });

  it.each([
    ["fails before its metadata", "", undefined],
    ["ends without metadata", "no metadata", undefined],
    ["has more than 16 KB before the body", "x".repeat(20_000), undefined],
  ])("is a 502 when the function %s", async (what, text) => {
    async function* fn() {
      if (what.startsWith("fails")) throw new Error("early");
      yield Buffer.from(text);
    }
    const { api, invokeUrl, route, stream } = await restApi({ streaming: { fn } });
    await route(api.rootResourceId, "GET", "fn", stream("fn"));
    const got = await fetch(invokeUrl);
    expect([got.status, await got.json()]).toEqual([502, { message: "Internal server error" }]);
  });

  it.each([
    ["fails on the way", 29_000, () => Promise.reject(new Error("midway"))],
    ["takes too long", 60, () => new Promise(() => {})],
  ])("is cut when the function %s", async (_what, timeoutMilliseconds, next) => {
    async function* fn() {
      yield Buffer.concat([prelude({ statusCode: 200 }), Buffer.from("some")]);
      await next();
    }
    const { api, invokeUrl, route, stream } = await restApi({ streaming: { fn } });
    const { integration } = stream("fn");
    await route(api.rootResourceId, "GET", "fn", { integration: { ...integration, timeoutMilliseconds } });
    const got = await fetch(invokeUrl);
    expect(got.status).toBe(200);
    await expect(got.text()).rejects.toThrow("terminated");
  });

  it("is read to its end when the caller leaves", async () => {
    const left = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<string>();
    async function* fn() {
      yield prelude({ statusCode: 200 });
      await left.promise;
      for (let count = 0; count < 100; count += 1) yield Buffer.alloc(65_536);
      ended.resolve("to the end");
    }
    const { api, invokeUrl, route, stream } = await restApi({ streaming: { fn } });
    await route(api.rootResourceId, "GET", "fn", stream("fn"));
    const controller = new AbortController();
    await fetch(invokeUrl, { signal: controller.signal });
    controller.abort();
    left.resolve();
    expect(await ended.promise).toBe("to the end");
  });

  it("is a 502, and read to its end, when its headers cannot be sent", async () => {
    const ended = Promise.withResolvers<string>();
    async function* fn() {
      yield prelude({ statusCode: 200, headers: { "x-two": "lines\nof text" } });
      ended.resolve("to the end");
    }
    const { api, invokeUrl, route, stream } = await restApi({ streaming: { fn } });
    await route(api.rootResourceId, "GET", "fn", stream("fn"));
    expect((await fetch(invokeUrl)).status).toBe(502);
    expect(await ended.promise).toBe("to the end");
  });

  it("must be asked for by mode and by URI alike", async () => {
    const { make } = await restApi({});
    await expect(
      make("Integration", { type: "AWS_PROXY", uri: invokeArn("fn"), responseTransferMode: "STREAM" }),
    ).rejects.toThrow("responseTransferMode and uri do not agree");
  });
});

describe("a MOCK integration", () => {
  it("answers what its response template says", async () => {
    const { api, invokeUrl, make } = await restApi({});
    const where = { restApi: api.id, resourceId: api.rootResourceId, httpMethod: "GET" };
    await make("Method", { ...where, authorization: "NONE" });
    const requestTemplates = { "application/json": '{"statusCode":200}' };
    await make("Integration", { ...where, type: "MOCK", requestTemplates });
    const declared = { "method.response.header.x-one": true };
    await make("MethodResponse", { ...where, statusCode: "200", responseParameters: declared });
    await make("IntegrationResponse", {
      ...where,
      statusCode: "200",
      responseTemplates: { "application/json": '{"stage":"$context.stage"}' },
      responseParameters: { "method.response.header.x-one": "'1'" },
    });
    const got = await fetch(invokeUrl);
    expect([got.status, await got.json(), got.headers.get("x-one")]).toEqual([200, { stage: "v1" }, "1"]);
  });

  it("gives no header that its method does not declare", async () => {
    const { api, make } = await restApi({});
    const where = { restApi: api.id, resourceId: api.rootResourceId, httpMethod: "GET", statusCode: "200" };
    await make("MethodResponse", where);
    const responseParameters = { "method.response.header.x-one": "'1'" };
    await expect(make("IntegrationResponse", { ...where, responseParameters })).rejects.toThrow(
      "no method response declares method.response.header.x-one",
    );
  });
});
