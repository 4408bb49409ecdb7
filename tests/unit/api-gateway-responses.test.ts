import { describe, expect, it } from "vitest";
import { restApi } from "./fakes/rest-api";

describe("a gateway response", () => {
  it("has the program's status, template and headers", async () => {
    const { api, invokeUrl, make } = await restApi({});
    await make("Response", {
      restApiId: api.id,
      responseType: "MISSING_AUTHENTICATION_TOKEN",
      statusCode: "404",
      responseTemplates: {
        "application/json":
          '{"id":"$context.requestId","text":$context.error.messageString,"plain":"$context.error.message","type":"$context.error.responseType","none":"$context.nothing"}',
      },
      responseParameters: {
        "gatewayresponse.header.Retry-After": "'60'",
        "gatewayresponse.header.X-Stage": "context.stage",
      },
    });
    const got = await fetch(`${invokeUrl}/none`);
    expect(got.status).toBe(404);
    expect(await got.json()).toEqual({
      id: got.headers.get("x-amzn-requestid"),
      text: "Missing Authentication Token",
      plain: "Missing Authentication Token",
      type: "MISSING_AUTHENTICATION_TOKEN",
      none: "",
    });
    expect([got.headers.get("retry-after"), got.headers.get("x-stage")]).toEqual(["60", "v1"]);
    expect(got.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
  });

  it("falls back to the one for its class, which keeps the status when it names none", async () => {
    const { api, invokeUrl, make, route } = await restApi({});
    const responseTemplates = { "text/plain": "sorry: $context.error.message" };
    await make("Response", { restApiId: api.id, responseType: "DEFAULT_4XX", responseTemplates });
    await route(api.rootResourceId, "GET", "missing");
    const unknown = await fetch(`${invokeUrl}/none`);
    expect([unknown.status, await unknown.text()]).toEqual([403, "sorry: Missing Authentication Token"]);
    expect(unknown.headers.get("content-type")).toBe("text/plain");
    const failed = await fetch(invokeUrl);
    expect([failed.status, await failed.json()]).toEqual([502, { message: "Internal server error" }]);
  });

  it("is refused with a mapping that is not known", async () => {
    const { make } = await restApi({});
    const responseParameters = { "gatewayresponse.header.X": "method.request.body" };
    await expect(make("Response", { responseType: "THROTTLED", responseParameters })).rejects.toThrow(
      "response parameter method.request.body is not supported",
    );
  });
});

describe("the access log", () => {
  const destinationArn = "arn:aws:logs:us-east-1:123456789012:log-group:/parley/access";
  const format = JSON.stringify({
    id: "$context.requestId",
    time: "$context.requestTime",
    ip: "$context.identity.sourceIp",
    agent: "$context.identity.userAgent",
    line: "$context.httpMethod $context.resourcePath $context.path $context.protocol",
    status: "$context.status",
    bytes: "$context.responseLength",
    caller: "$context.authorizer.principalId",
    error: "$context.error.responseType",
  });

  it("has a line for each request, also for one that was refused", async () => {
    const fn = () => ({ statusCode: 201, body: "four" });
    const { api, invokeUrl, lines, route, stage } = await restApi({ whole: { fn } });
    await stage({ accessLogSettings: { destinationArn, format } });
    await route(api.rootResourceId, "GET", "fn");
    const headers = { "user-agent": 'a "b"' };
    const first = await fetch(invokeUrl, { headers });
    await fetch(`${invokeUrl}/none`, { headers });
    await expect.poll(() => lines.length).toBe(2);
    const records = lines.map((line) => JSON.parse(line.replace(/^\/parley\/access /, "")));
    expect(records).toEqual([
      {
        id: first.headers.get("x-amzn-requestid"),
        time: "22/Nov/2026:12:00:00 +0000",
        ip: "127.0.0.1",
        agent: 'a "b"',
        line: "GET / /v1 HTTP/1.1",
        status: "201",
        bytes: "4",
        caller: "-",
        error: "-",
      },
      expect.objectContaining({
        line: "GET - /v1/none HTTP/1.1",
        status: "403",
        error: "MISSING_AUTHENTICATION_TOKEN",
      }),
    ]);
  });

  it("can only go to a log group", async () => {
    const { stage } = await restApi({});
    const accessLogSettings = {
      destinationArn: "arn:aws:firehose:us-east-1:123456789012:deliverystream/x",
      format,
    };
    await expect(stage({ accessLogSettings })).rejects.toThrow(
      "Access logs can only be written to a log group",
    );
  });
});
