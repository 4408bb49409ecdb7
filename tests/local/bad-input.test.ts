import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { MessagePage } from "../../runtime/contract/conversation";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient, collect } from "./api-client";

const outputs = inject("outputs");
const api = new ApiClient(outputs);
let conversationId = "";
let before: MessagePage;
const messages = async () =>
  (await api.request<MessagePage>("GET", `/conversations/${conversationId}/messages`)).body;

beforeAll(async () => {
  conversationId = (await api.chat({ message: "/echo unharmed" })).body.conversationId;
  before = await messages();
});

/** Status, code and message of a request that must fail. */
async function refusal(method: string, route: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await api.request<ErrorBody>(method, route, body, headers);
  expect(answer.body.error.requestId).toMatch(/\S{8,}/);
  return { status: answer.status, headers: answer.headers, ...answer.body.error };
}

describe("Bad input is refused, and the conversation is unharmed:", () => {
  afterEach(async () => expect(await messages()).toEqual(before));

  it("an unknown route", async () => {
    expect(await refusal("GET", "/sourdough")).toMatchObject({ status: 404, code: "not_found" });
  });

  it("a wrong method", async () => {
    const answer = await refusal("PUT", "/chat", {});
    expect(answer).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.headers.get("allow")).toBe("POST");
    expect(await refusal("POST", `/conversations/${conversationId}`)).toMatchObject({ status: 405 });
  });

  it("JSON that is none", async () => {
    expect(await refusal("POST", "/chat", '{"message":')).toMatchObject({ status: 400, code: "bad_request" });
  });

  it("no body", async () => {
    expect(await refusal("POST", "/chat")).toMatchObject({ status: 400, code: "bad_request" });
  });

  it("a field of the wrong type", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, message: 7 });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("message") });
  });

  it("a field that is too long", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, message: "x".repeat(200_001) });
    expect(answer).toMatchObject({ status: 400, code: "bad_request" });
    expect(answer.message).toMatch(/message.*200,?000/);
  });

  it("a number out of its range", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, message: "hi", temperature: 9 });
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/temperature.*2/);
  });

  it("a field that there is not", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, message: "hi", tempreature: 1 });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("tempreature") });
  });

  it("a body over the limit", async () => {
    expect(await refusal("POST", "/chat", "x".repeat(2_000_001))).toMatchObject({
      status: 413,
      code: "too_large",
    });
  });

  it("no key", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, message: "hi" }, { authorization: "" });
    expect(answer).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("a wrong key", async () => {
    const answer = await refusal("POST", "/chat", { message: "hi" }, { authorization: "Bearer sk-wrong" });
    expect(answer).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("acting for somebody else with a key that may not", async () => {
    const answer = await refusal("GET", "/conversations", undefined, { "x-parley-user": "somebody" });
    expect(answer).toMatchObject({ status: 403, code: "forbidden" });
  });

  it("a conversation that never was", async () => {
    const answer = await refusal("POST", "/chat", {
      conversationId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
      message: "hi",
    });
    expect(answer).toMatchObject({ status: 404, code: "not_found" });
  });

  it("a parent that never was", async () => {
    const answer = await refusal("POST", "/chat", {
      conversationId,
      parentId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
      message: "hi",
    });
    expect(answer).toMatchObject({ status: 404, code: "not_found" });
  });

  it("a model that is not served", async () => {
    const answer = await refusal("POST", "/chat", { conversationId, model: "gpt-9", message: "hi" });
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/gpt-9.*openai\/gpt-oss-20b/);
  });

  it("a cursor that nobody gave", async () => {
    expect(await refusal("GET", "/conversations?cursor=zzz")).toMatchObject({
      status: 400,
      code: "bad_request",
    });
  });
});

describe("A model that fails", () => {
  it("before its first word is 502, without its own words", async () => {
    const { status, code, message } = await refusal("POST", "/chat", { message: "/fail 0" });
    expect([status, code]).toEqual([502, "model_error"]);
    expect(message).not.toMatch(/demonstration|demo|sagemaker/i);
  });

  it("in mid-stream ends in an error event, and what was written is kept as failed", async () => {
    const events = await collect(api.stream({ message: "/fail 5" }));
    const started = events[0];
    const last = events.at(-1);
    if (started?.type !== "started" || last?.type !== "error") throw new Error(JSON.stringify(events));
    expect(last.error.code).toBe("model_error");
    const stored = await api.request(
      "GET",
      `/conversations/${started.conversationId}/messages/${started.messageId}`,
    );
    expect(stored.body).toMatchObject({ status: "failed", error: { code: "model_error" } });
    const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
    expect(stored.body).toMatchObject({ text });
    expect(text).not.toBe("");
  });
});
