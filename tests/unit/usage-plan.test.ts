import { describe, expect, it } from "vitest";
import { periodStart } from "../../local/aws/apigateway/quota";
import { TokenBucket } from "../../local/aws/apigateway/token-bucket";
import type { Props } from "../../local/aws/service";
import { signatureKey, signatures } from "../../local/engine/wire";
import { invokeArn, restApi } from "./fakes/rest-api";

const value = "a-key-of-at-least-twenty-characters";

/** `GET /` and `GET /other` need a key; `plan` is the plan that the key is in. */
async function meteredApi(plan: Props, stageOfPlan: Props = {}, keyInputs: Props = {}) {
  const made = await restApi({ whole: { fn: () => ({ statusCode: 200 }) } });
  const { api, make, resource, route } = made;
  const other = await resource("other");
  for (const id of [api.rootResourceId, other.id])
    await route(id, "GET", "fn", { method: { apiKeyRequired: true } });
  const { id: usagePlanId } = await make("UsagePlan", {
    apiStages: [{ apiId: api.id, stage: "v1", ...stageOfPlan }],
    ...plan,
  });
  const { id: keyId } = await make("ApiKey", { value, ...keyInputs });
  await make("UsagePlanKey", { keyId, keyType: "API_KEY", usagePlanId });
  const get = async (path = "", key: string = value) =>
    (await fetch(`${made.invokeUrl}${path}`, { headers: { "x-api-key": key } })).status;
  return { ...made, get };
}

describe("an API key", () => {
  it("opens a method that requires one, and is told to the function", async () => {
    const { get, invokeUrl } = await meteredApi({});
    expect(await get()).toBe(200);
    expect(await get("", "unknown")).toBe(403);
    const without = await fetch(invokeUrl);
    expect([without.status, await without.json()]).toEqual([403, { message: "Forbidden" }]);
  });

  it("opens nothing when it is disabled or its plan is for another stage", async () => {
    expect(await (await meteredApi({}, {}, { enabled: false })).get()).toBe(403);
    expect(await (await meteredApi({}, { stage: "v2" })).get()).toBe(403);
  });

  it("may come from the authorizer", async () => {
    const Statement = [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: "*" }];
    const authorizer = (event: Props) => ({
      principalId: "ann",
      policyDocument: { Version: "2012-10-17", Statement },
      usageIdentifierKey: event.authorizationToken,
    });
    const tell = (event: Props) => ({ statusCode: 200, body: event.requestContext.identity.apiKeyId });
    const whole = { authorizer, tell };
    const { api, invokeUrl, make, route } = await restApi({ whole }, { apiKeySource: "AUTHORIZER" });
    const { id: authorizerId } = await make("Authorizer", { authorizerUri: invokeArn("authorizer") });
    await route(api.rootResourceId, "GET", "tell", {
      method: { authorization: "CUSTOM", authorizerId, apiKeyRequired: true },
    });
    const { id: usagePlanId } = await make("UsagePlan", { apiStages: [{ apiId: api.id, stage: "v1" }] });
    const { id: keyId } = await make("ApiKey", { value });
    await make("UsagePlanKey", { keyId, usagePlanId });
    const known = await fetch(invokeUrl, { headers: { authorization: value } });
    expect([known.status, await known.text()]).toEqual([200, keyId]);
    expect((await fetch(invokeUrl, { headers: { authorization: "other", "x-api-key": value } })).status).toBe(
      403,
    );
  });

  it("is made of 40 letters and digits, kept, and secret", async () => {
    const { make, service } = await restApi({});
    const made = await make("ApiKey", {});
    expect(made.value).toMatch(/^[A-Za-z0-9]{40}$/);
    const again = await service.resources["aws:apigateway/apiKey:ApiKey"]?.create({
      urn: "urn",
      type: "aws:apigateway/apiKey:ApiKey",
      name: "test",
      inputs: {},
      previous: { id: made.id, outputs: made },
    });
    expect(again?.outputs.value).toEqual({ [signatureKey]: signatures.secret, value: made.value });
  });
});

describe("a throttle", () => {
  it("lets the burst through at once and then the rate", async () => {
    const { clock, get } = await meteredApi({ throttleSettings: { rateLimit: 2, burstLimit: 3 } });
    expect([await get(), await get("/other"), await get(), await get()]).toEqual([200, 200, 200, 429]);
    clock.nowMs += 500;
    expect([await get(), await get()]).toEqual([200, 429]);
  });

  it("of one method goes before the plan's", async () => {
    const throttles = [{ path: "/other/GET", rateLimit: 1, burstLimit: 1 }];
    const { get } = await meteredApi({ throttleSettings: { rateLimit: 1, burstLimit: 2 } }, { throttles });
    expect([await get("/other"), await get("/other")]).toEqual([200, 429]);
    expect([await get(), await get(), await get()]).toEqual([200, 200, 429]);
  });

  it("of the stage holds for everybody", async () => {
    const { api, get, make } = await meteredApi({});
    const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 1 };
    await make("MethodSettings", { restApi: api.id, stageName: "v1", methodPath: "other/GET", settings });
    expect([await get("/other"), await get("/other"), await get()]).toEqual([200, 429, 200]);
  });

  it("never holds more than its burst", () => {
    const bucket = new TokenBucket(10, 2, 0);
    expect([bucket.take(60_000), bucket.take(60_000), bucket.take(60_000)]).toEqual([true, true, false]);
  });
});

describe("a quota", () => {
  it("ends with its period, and refused requests do not count", async () => {
    const { clock, get, invokeUrl } = await meteredApi({ quotaSettings: { limit: 2, period: "DAY" } });
    expect([await get(), await get("", "unknown"), await get(), await get()]).toEqual([200, 403, 200, 429]);
    const over = await fetch(invokeUrl, { headers: { "x-api-key": value } });
    expect(await over.json()).toEqual({ message: "Limit Exceeded" });
    clock.nowMs = Date.UTC(2026, 10, 23);
    expect(await get()).toBe(200);
  });

  it.each([
    ["DAY", 0, Date.UTC(2026, 10, 25)],
    ["WEEK", 0, Date.UTC(2026, 10, 22)],
    ["WEEK", 4, Date.UTC(2026, 10, 19)],
    ["MONTH", 0, Date.UTC(2026, 10, 1)],
    ["MONTH", 27, Date.UTC(2026, 9, 28)],
  ] as const)("of a %s with offset %d began on its day", (period, offset, start) => {
    // A Wednesday.
    const now = Date.UTC(2026, 10, 25, 13, 30);
    expect(periodStart({ limit: 1, period, offset }, now)).toBe(start);
  });
});
