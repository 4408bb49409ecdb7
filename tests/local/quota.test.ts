import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningStack, startStack } from "../../local/stack";
import type { ErrorBody } from "../../runtime/contract/problem";
import type { EveryonesUsage, OwnUsage } from "../../runtime/contract/usage";
import { type Answer, ApiClient, collect, next } from "./api-client";
import { deviations } from "./openapi/conformance";
import { ApiDocument } from "./openapi/document";
import { sendRaw } from "./openapi/raw-request";
import { programDir, temporaryFolder } from "./stack-process";

const small = { name: "small", requestsPerSecond: 50, burst: 50, requestsPerDay: 1_000, tokensPerDay: 300 };
const folder = temporaryFolder();
let stack: RunningStack;
let api: ApiClient;
/** Asked while a reply was being written, and when all was used. */
let whileHeld: Answer<ErrorBody>;
let over: Answer<ErrorBody>;
let used: number;

const value = (name: string) => String(stack.outputs[name]?.value);
/** Holds all that there is, and takes 100 tokens and those of its prompt. */
const reply = (perSecond = 500) => ({ message: `/tokens 100 ${perSecond}`, maxTokens: 300 });
const ask = (headers: Record<string, string> = {}) =>
  api.request<ErrorBody>("POST", "/chat", reply(), headers);

beforeAll(async () => {
  stack = await startStack({
    programDir,
    dataDir: folder.dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    config: { signIn: "none", tiers: JSON.stringify([small]), instancePricePerHour: "2" },
  });
  api = new ApiClient({ invokeUrl: value("invokeUrl"), apiKey: value("apiKey") });
  const slow = api.stream(reply(20));
  await next(slow, "started");
  whileHeld = await ask();
  await collect(slow);
  await ask();
  await ask({ "idempotency-key": "last" });
  over = await ask();
  const { today } = (await api.request<OwnUsage>("GET", "/usage")).body;
  used = today.promptTokens + today.completionTokens;
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

describe("A person's tokens of the day", () => {
  it("may be held by replies that are being written, for some seconds", () => {
    expect([whileHeld.status, whileHeld.body.error.code]).toEqual([429, "too_many_requests"]);
    expect(whileHeld.body.error.message).toMatch(
      /^tokensPerDay: 0 of 300 tokens are used, and replies that are being written hold \d{3}\. Try again when one has ended\.$/,
    );
    expect(whileHeld.headers.get("retry-after")).toBe("5");
    expect(whileHeld.headers.get("x-should-retry")).toBe("true");
  });

  it("are refused when they are used, with when they come back", () => {
    const midnight = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect([over.status, over.body.error.code]).toEqual([429, "quota_exceeded"]);
    expect(over.body.error.message).toBe(
      `tokensPerDay: ${used} of 300 tokens are used. They come back at ${midnight} 00:00 UTC.`,
    );
    const seconds = Number(over.headers.get("retry-after"));
    expect(Math.abs(Date.now() + seconds * 1_000 - Date.parse(midnight))).toBeLessThan(60_000);
    const told = ["limit-tokens", "remaining-tokens", "limit-requests", "remaining-requests"];
    expect(told.map((name) => over.headers.get(`x-ratelimit-${name}`))).toEqual(["300", "0", "1000", "997"]);
    expect(over.headers.get("x-ratelimit-reset-tokens")).toMatch(/^(\d+h)?(\d+m)?\d+s$/);
    // Unless less than a minute of the day is left.
    expect(over.headers.get("x-should-retry")).toBe(String(seconds <= 60));
  });

  it("are refused as the API's document says, in its own shape and in OpenAI's", async () => {
    const document = await ApiDocument.fetchFrom(value("invokeUrl"));
    const completion = { model: "openai/gpt-oss-20b", messages: [{ role: "user", content: "Hi" }] };
    for (const [id, body] of Object.entries({ chat: reply(), createChatCompletion: completion })) {
      const operation = document.operation(id);
      const answer = await sendRaw(value("invokeUrl"), {
        method: operation.method,
        path: operation.path,
        headers: { authorization: `Bearer ${value("apiKey")}` },
        body: JSON.stringify(body),
      });
      expect([answer.status, deviations(operation, answer)]).toEqual([429, []]);
      expect(Object.keys(operation.answers[429]?.headers ?? {})).toContain("x-should-retry");
    }
  });

  it("are the same whichever way a request comes: a stream, nothing stored, the page", async () => {
    const stream = await ask({ accept: "text/event-stream" });
    const unstored = await api.request<ErrorBody>("POST", "/chat", { message: "Hi", store: false });
    const page = await fetch(`${value("chatUrl")}/api/chat`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(reply()),
    });
    for (const { status, body } of [stream, unstored])
      expect([status, body.error.code]).toEqual([429, "quota_exceeded"]);
    expect([page.status, ((await page.json()) as ErrorBody).error.code]).toEqual([429, "quota_exceeded"]);
  });

  it("are not needed for a turn that stands already", async () => {
    const again = await api.request("POST", "/chat", reply(), { "idempotency-key": "last" });
    expect(again.status).toBe(200);
  });
});

describe("GET /usage", () => {
  it("tells what was used of what one may", async () => {
    const { body } = await api.request<OwnUsage>("GET", "/usage?days=7");
    expect(body.tier).toEqual(small);
    expect(body.today).toMatchObject({ requests: 3, completionTokens: 300 });
    expect(body.month.completionTokens).toBe(300);
    expect(body.days.map(({ requests }) => requests)).toEqual([0, 0, 0, 0, 0, 0, 3]);
  });

  it("tells an admin of everybody, and others of themselves", async () => {
    const { body: key } = await api.request<{ key: string }>("POST", "/keys", {
      name: "Bob's",
      owner: "bob",
    });
    const bob = new ApiClient({ invokeUrl: value("invokeUrl"), apiKey: key.key });
    await bob.request("POST", "/chat", { message: "/tokens 10 500", store: false });
    const refused = await bob.request<ErrorBody>("GET", "/usage?everyone=true");
    expect([refused.status, refused.body.error.code]).toEqual([403, "forbidden"]);
    const { body } = await api.request<EveryonesUsage>("GET", "/usage?everyone=true");
    expect(body.users.map(({ user, requests }) => [user, requests])).toEqual([
      ["owner", 3],
      ["bob", 1],
    ]);
    expect(body.cost?.instancePricePerHourUsd).toBe(2);
  });
});
