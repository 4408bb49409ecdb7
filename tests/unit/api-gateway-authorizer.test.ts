import { describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { invokeArn, restApi } from "./fakes/rest-api";

const policy = (resource: string, effect = "Allow") => ({
  Version: "2012-10-17",
  Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: resource }],
});

/** An API with one authorizer in front of `GET /` and `GET /other`; `decide` is what it answers. */
async function guardedApi(decide: (event: Props) => unknown, inputs: Props = {}) {
  const events: Props[] = [];
  const authorizer = (event: Props) => {
    events.push(event);
    return decide(event);
  };
  const tell = (event: Props) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) });
  const made = await restApi({ whole: { authorizer, tell } });
  const { id: authorizerId } = await made.make("Authorizer", {
    authorizerUri: invokeArn("authorizer"),
    ...inputs,
  });
  const method = { authorization: "CUSTOM", authorizerId };
  const other = await made.resource("other");
  for (const id of [made.api.rootResourceId, other.id]) await made.route(id, "GET", "tell", { method });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${made.invokeUrl}${path}`, { headers });
    return [answer.status, await answer.json()];
  };
  return { ...made, events, get };
}

describe("a TOKEN authorizer", () => {
  it("is asked with token and method, and its context goes to the function as text", async () => {
    const { api, events, get } = await guardedApi(() => ({
      principalId: "ann",
      policyDocument: policy("*"),
      context: { plan: "team", level: 3, admin: false },
    }));
    expect(await get("/other", { authorization: "Bearer x" })).toEqual([
      200,
      { plan: "team", level: "3", admin: "false", principalId: "ann", integrationLatency: "0" },
    ]);
    const methodArn = `arn:aws:execute-api:us-east-1:123456789012:${api.id}/v1/GET/other`;
    expect(events).toEqual([{ type: "TOKEN", methodArn, authorizationToken: "Bearer x" }]);
  });

  it("is not asked when the token is missing or has another form", async () => {
    const form = { identityValidationExpression: "Bearer .+" };
    const { events, get } = await guardedApi(
      () => ({ principalId: "ann", policyDocument: policy("*") }),
      form,
    );
    expect(await get("")).toEqual([401, { message: "Unauthorized" }]);
    expect(await get("", { authorization: "Basic x" })).toEqual([401, { message: "Unauthorized" }]);
    expect(events).toEqual([]);
  });

  it.each([
    [
      "throws Unauthorized",
      () => {
        throw new Error("Unauthorized");
      },
      401,
      "Unauthorized",
    ],
    [
      "throws anything else",
      () => {
        throw new Error("broken");
      },
      500,
      "Internal server error",
    ],
    ["gives no policy", () => ({ principalId: "ann" }), 500, "Internal server error"],
    ["gives no principal", () => ({ policyDocument: policy("*") }), 500, "Internal server error"],
    [
      "gives nested context",
      () => ({ principalId: "ann", policyDocument: policy("*"), context: { a: {} } }),
      500,
      "Internal server error",
    ],
    [
      "allows something else",
      () => ({ principalId: "ann", policyDocument: policy("arn:aws:execute-api:*/v1/POST/*") }),
      403,
      "User is not authorized to access this resource",
    ],
    [
      "denies",
      () => ({ principalId: "ann", policyDocument: policy("*", "Deny") }),
      403,
      "User is not authorized to access this resource with an explicit deny",
    ],
  ])("that %s lets nobody through", async (_what, decide, status, message) => {
    const { get } = await guardedApi(decide);
    expect(await get("", { authorization: "x" })).toEqual([status, { message }]);
  });

  it("is remembered by token for its time, and its policy is held against each method", async () => {
    const { clock, events, get } = await guardedApi(
      () => ({ principalId: "ann", policyDocument: policy("arn:aws:execute-api:*/GET/other") }),
      { authorizerResultTtlInSeconds: 60 },
    );
    const token = { authorization: "x" };
    expect((await get("/other", token))[0]).toBe(200);
    expect((await get("", token))[0]).toBe(403);
    clock.nowMs += 59_000;
    expect((await get("/other", token))[0]).toBe(200);
    expect(events.length).toBe(1);
    clock.nowMs += 1_000;
    await get("/other", token);
    await get("/other", { authorization: "y" });
    expect(events.length).toBe(3);
  });
});

describe("a REQUEST authorizer", () => {
  it("sees the request but its body", async () => {
    const { events, get } = await guardedApi(() => ({ principalId: "ann", policyDocument: policy("*") }), {
      type: "REQUEST",
      identitySource: "context.identity.sourceIp",
      authorizerResultTtlInSeconds: 0,
    });
    expect((await get("/other?a=1"))[0]).toBe(200);
    expect((await get("/other"))[0]).toBe(200);
    expect(events.length).toBe(2);
    expect(events[0]).toMatchObject({
      type: "REQUEST",
      resource: "/other",
      path: "/other",
      httpMethod: "GET",
      queryStringParameters: { a: "1" },
      pathParameters: null,
      requestContext: { stage: "v1", identity: { sourceIp: "127.0.0.1" } },
    });
    expect(events[0]).not.toHaveProperty("body");
  });

  it("needs every one of its identity sources", async () => {
    const { events, get } = await guardedApi(() => ({ principalId: "ann", policyDocument: policy("*") }), {
      type: "REQUEST",
      identitySource: "method.request.header.X-Key, method.request.querystring.user",
    });
    expect((await get("", { "x-key": "k" }))[0]).toBe(401);
    expect((await get("?user=ann", { "x-key": "k" }))[0]).toBe(200);
    expect((await get("?user=ann", { "x-key": "k" }))[0]).toBe(200);
    expect((await get("?user=bob", { "x-key": "k" }))[0]).toBe(200);
    expect(events.length).toBe(2);
  });
});
