import { describe, expect, it } from "vitest";
import { restApi } from "./fakes/rest-api";

/** An API whose function tells which route it was called by. */
async function echoApi() {
  const echo = (event: Record<string, unknown>) => ({
    statusCode: 200,
    body: JSON.stringify([event.resource, event.httpMethod, event.pathParameters]),
  });
  const made = await restApi({ whole: { echo } });
  const get = async (path: string, method = "GET") => {
    const answer = await fetch(`${made.invokeUrl}${path}`, { method });
    return [answer.status, await answer.json()];
  };
  return { ...made, get };
}

describe("the route of a request", () => {
  it("is the most specific resource: literal, then parameter, then greedy", async () => {
    const { get, resource, route } = await echoApi();
    const proxy = await resource("{proxy+}");
    const items = await resource("items");
    const item = await resource("{id}", items.id);
    const best = await resource("best", items.id);
    for (const { id } of [proxy, item, best]) await route(id, "ANY", "echo");
    expect(await get("/items/best")).toEqual([200, ["/items/best", "GET", null]]);
    expect(await get("/items/a%2Fb")).toEqual([200, ["/items/{id}", "GET", { id: "a/b" }]]);
    expect(await get("/items/1/more")).toEqual([200, ["/{proxy+}", "GET", { proxy: "items/1/more" }]]);
    // A resource without a method is not there.
    expect(await get("/items")).toEqual([200, ["/{proxy+}", "GET", { proxy: "items" }]]);
  });

  it("is the method's own before ANY", async () => {
    const { api, get, resource, route } = await echoApi();
    const other = await resource("other");
    await route(api.rootResourceId, "ANY", "echo");
    await route(api.rootResourceId, "POST", "echo");
    await route(other.id, "POST", "echo");
    expect(await get("", "POST")).toEqual([200, ["/", "POST", null]]);
    expect(await get("/", "PUT")).toEqual([200, ["/", "PUT", null]]);
    expect(await get("/other", "GET")).toEqual([403, { message: "Missing Authentication Token" }]);
  });

  it("is none for an unknown path or stage", async () => {
    const { api, get, invokeUrl, route } = await echoApi();
    await route(api.rootResourceId, "GET", "echo");
    expect(await get("/nowhere")).toEqual([403, { message: "Missing Authentication Token" }]);
    const answer = await fetch(invokeUrl.replace("/v1", "/v2"));
    expect([answer.status, await answer.json()]).toEqual([403, { message: "Forbidden" }]);
  });

  it("does not depend on the order of registration, and follows what comes later", async () => {
    const { get, make, api, resource, route } = await echoApi();
    const previous = { id: "parent", outputs: {} };
    const child = await resource("child", "parent");
    await make("Resource", { restApi: api.id, parentId: api.rootResourceId, pathPart: "parent" }, previous);
    await route(child.id, "GET", "echo");
    expect(await get("/parent/child")).toEqual([200, ["/parent/child", "GET", null]]);
    const later = await resource("later");
    await route(later.id, "GET", "echo");
    expect(await get("/later")).toEqual([200, ["/later", "GET", null]]);
  });
});

describe("what is registered", () => {
  it("keeps its ids from the run before", async () => {
    const { api, make } = await echoApi();
    const { id, ...outputs } = api;
    expect(await make("RestApi", {}, { id, outputs })).toEqual(api);
    expect(api.executionArn).toBe(`arn:aws:execute-api:us-east-1:123456789012:${id}`);
  });

  it("is refused when it has no counterpart here, by name", async () => {
    const { make } = await echoApi();
    await expect(make("RestApi", {})).rejects.toThrow("RestApi test: the embedded cloud holds one REST API");
    await expect(make("Method", { authorization: "AWS_IAM" })).rejects.toThrow(
      "authorization AWS_IAM is not supported",
    );
    await expect(make("Integration", { type: "HTTP_PROXY" })).rejects.toThrow(
      "type HTTP_PROXY is not supported",
    );
    await expect(make("Stage", { stageName: "v1", canarySettings: {} })).rejects.toThrow(
      "canarySettings is not supported",
    );
  });
});
