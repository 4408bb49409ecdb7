import { RateLimitError } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NewKey } from "../../runtime/contract/key";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient } from "./api-client";
import { openAiClient } from "./openai-client";
import { deviations } from "./openapi/conformance";
import { ApiDocument } from "./openapi/document";
import { sendRaw } from "./openapi/raw-request";
import { type OwnStack, startOwnStack } from "./own-stack";

let stack: OwnStack;

beforeAll(async () => {
  stack = await startOwnStack({ requestsPerSecond: "1", burst: "2", requestsPerDay: "6" });
});
afterAll(() => stack?.stop());

describe("A key over its limits", () => {
  const askPage = () =>
    Promise.all([1, 2, 3, 4].map(() => fetch(`${stack.outputs.chatUrl}/api/conversations`)));

  it("is answered 429 with Retry-After, first for its pace, then for its day", async () => {
    const api = new ApiClient(stack.outputs);
    const ask = () => api.request<ErrorBody>("GET", "/me");
    // By the server's key, so that nothing has to start within the second that is measured.
    await askPage();
    const burst = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(burst.filter(({ status }) => status === 200)).toHaveLength(2);
    const slowed = burst.find(({ status }) => status === 429);
    expect(slowed?.headers.get("retry-after")).toBe("1");
    expect(slowed?.body.error).toMatchObject({
      code: "too_many_requests",
      message: expect.stringContaining("second"),
    });

    await expect
      .poll(async () => (await ask()).body.error?.message, { timeout: 20_000, interval: 1_100 })
      .toContain("requests of the day");
    const spent = await ask();
    expect([spent.status, spent.headers.get("retry-after")]).toEqual([429, "3600"]);
  });

  it("is answered as the API's document says of every route that wants a key", async () => {
    const { invokeUrl, apiKey } = stack.outputs;
    const withKey = (await ApiDocument.fetchFrom(invokeUrl)).operations.filter(({ isOpen }) => !isOpen);
    expect(withKey.length).toBeGreaterThan(20);
    const found = withKey.map(async (operation) => {
      const path = operation.path.replaceAll(/\{\w+\}/g, "unknown");
      const headers = { authorization: `Bearer ${apiKey}` };
      const answer = await sendRaw(invokeUrl, { method: operation.method, path, headers });
      return answer.status === 429 ? deviations(operation, answer) : [`${operation.id}: ${answer.status}`];
    });
    expect((await Promise.all(found)).flat()).toEqual([]);
  });

  it("is over them with all keys of its owner, and nobody else is", async () => {
    const make = async (request: object): Promise<ApiClient> => {
      const answer = await fetch(`${stack.outputs.chatUrl}/api/keys`, {
        method: "POST",
        body: JSON.stringify({ name: "Another", ...request }),
      });
      const { key } = (await answer.json()) as NewKey;
      return new ApiClient({ ...stack.outputs, apiKey: key });
    };
    const statusOf = async (api: ApiClient) => (await api.request("GET", "/me")).status;
    expect(await statusOf(await make({}))).toBe(429);
    expect(await statusOf(await make({ owner: "ann" }))).toBe(200);
  });

  it("is told so by OpenAI's client, which does not wait for the next day to try again", async () => {
    const waiting = openAiClient(stack.outputs, { maxRetries: 2 }).models.list();
    const error: unknown = await waiting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(String(error)).toContain("429 requestsPerDay: all your requests of the day are used");
  });

  it("does not slow the page, whose server has a key of its own", async () => {
    const answers = await askPage();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
