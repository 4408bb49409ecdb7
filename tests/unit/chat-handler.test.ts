import { describe, expect, it, vi } from "vitest";
import type { ChatResponse } from "../../runtime/contract/chat";
import type { ErrorBody } from "../../runtime/contract/problem";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { createChat } from "../../runtime/lambda/chat";
import type { ApiCall } from "./fakes/api-event";
import { settle } from "./fakes/fake-time";
import type { StreamedResponse } from "./fakes/lambda-streaming";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { streamingFunctionForEachTest } from "./fakes/streaming-function";

const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "" };

const tested = streamingFunctionForEachTest("/chat", (ports) => createChat(ports, settings));
const { post } = tested;

const hello = () => createScriptedModel(say("Hel"), say("lo"), finish);

/** What an answer says of the 1,000 requests of the day. It is noon. */
const requestsLeft = (left: number) => ({
  "x-ratelimit-limit-requests": "1000",
  "x-ratelimit-remaining-requests": String(left),
  "x-ratelimit-reset-requests": "12h0m0s",
});

function eventsOf({ body }: StreamedResponse): StreamEvent[] {
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? "") as StreamEvent);
}

describe("POST /chat", () => {
  it("answers the whole reply as JSON", async () => {
    const answer = await post(hello(), { message: "Hi" });
    expect(answer.prelude).toEqual({
      statusCode: 200,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "no-store",
        "x-request-id": "request-1",
        ...requestsLeft(999),
      },
    });
    const { conversationId, userMessageId, message } = answer.json() as ChatResponse;
    expect(message).toEqual(await tested.store.getMessage("ann", conversationId, message.id));
    expect([message.text, message.status, message.parentId]).toEqual(["Hello", "complete", userMessageId]);
  });

  it("streams events when asked to in the body or by the Accept header", async () => {
    const streams = [
      await post(hello(), { message: "Hi", stream: true }),
      await post(hello(), { message: "Hi" }, { headers: { Accept: "text/event-stream" } }),
    ];
    for (const [index, stream] of streams.entries()) {
      expect(stream.prelude).toEqual({
        statusCode: 200,
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-cache, no-transform",
          "x-accel-buffering": "no",
          "x-request-id": "request-1",
          ...requestsLeft(999 - index),
        },
      });
      expect(eventsOf(stream).map(({ type }) => type)).toEqual(["started", "text", "text", "done"]);
    }
  });

  it("answers JSON when the body says no stream, whatever the Accept header", async () => {
    const headers = { accept: "text/event-stream" };
    const answer = await post(hello(), { message: "Hi", stream: false }, { headers });
    expect((answer.json() as ChatResponse).message.text).toBe("Hello");
  });

  it("takes a body that came as base64", async () => {
    const body = Buffer.from('{"message":"Grüße"}').toString("base64");
    const response = await post(hello(), body, { isBase64Encoded: true });
    expect(response.status).toBe(200);
    expect((await tested.store.listConversations("ann", { limit: 1 })).conversations[0]?.title).toBe("Grüße");
  });

  it("sends a comment every 15 s while the model is silent", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let say = () => {};
    const silence = new Promise<void>((resolve) => (say = resolve));
    const posting = post(createScriptedModel(silence, finish), { message: "Hi", stream: true });
    await settle();
    vi.advanceTimersByTime(30_000);
    say();
    expect((await posting).body.match(/^: keep-alive$/gm)).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("runs on to the end of the turn when the caller has left", async () => {
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    const posting = post(createScriptedModel(say("Hel"), left, say("lo"), finish), {
      message: "Hi",
      stream: true,
    });
    await settle();
    tested.response.output.destroy(new Error("write EPIPE"));
    leave();
    await posting;
    const { conversations } = await tested.store.listConversations("ann", { limit: 1 });
    const { messages } = await tested.store.listMessages("ann", conversations[0]?.id ?? "", { limit: 1 });
    expect(messages[0]).toMatchObject({ text: "Hello", status: "complete" });
    expect(tested.logger.entries).toEqual([]);
  });
});

describe("POST /chat that stores nothing", () => {
  it("answers the whole reply as JSON", async () => {
    const answer = await post(hello(), { message: "Hi", store: false });
    expect((answer.json() as ChatResponse).message).toMatchObject({ text: "Hello", status: "complete" });
    expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
  });

  it("ends the model when the caller is seen to leave", async () => {
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    let told = 0;
    const count = () => Promise.resolve(told++);
    const model = createScriptedModel(say("Hel"), left, say("lo"), count, say("!"), count, finish);
    const posting = post(model, { message: "Hi", stream: true, store: false });
    await settle();
    tested.response.output.destroy(new Error("write EPIPE"));
    leave();
    await posting;
    expect(told).toBe(0);
    expect(tested.logger.entries).toEqual([]);
  });
});

describe("POST /chat with a fault", () => {
  it.each<[number, string, unknown, ApiCall]>([
    [400, "bad_request", '{"message":', {}],
    [400, "bad_request", undefined, {}],
    [400, "bad_request", { message: 7 }, {}],
    [400, "bad_request", { message: "Hi", model: "gpt-9" }, {}],
    [404, "not_found", { message: "Hi", conversationId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" }, {}],
    [413, "too_large", "x".repeat(2_000_001), {}],
    [413, "too_large", { message: "x".repeat(40_000) }, {}],
    [401, "unauthorized", { message: "Hi" }, { authorizer: undefined }],
    [403, "forbidden", { message: "Hi" }, { headers: { "X-Parley-User": "bob" } }],
  ])("is answered %i %s as JSON, also when a stream was asked for", async (status, code, body, call) => {
    const streamed = typeof body === "object" ? { ...body, stream: true } : body;
    const headers = { accept: "text/event-stream", ...call.headers };
    const answer = await post(hello(), streamed, { ...call, headers });
    expect(answer.status).toBe(status);
    expect(answer.prelude?.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect((answer.json() as ErrorBody).error).toMatchObject({ code, requestId: "request-1" });
    expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
  });

  it("says so of a body that is nested too deeply, and logs nothing", async () => {
    const answer = await post(hello(), "[".repeat(500_000) + "]".repeat(500_000));
    expect(answer.status).toBe(400);
    expect((answer.json() as ErrorBody).error.message).toBe("body: is nested too deeply.");
    expect(tested.logger.entries).toEqual([]);
  });

  it("takes half of a surrogate pair for an unknown character, also in an id", async () => {
    const [started] = eventsOf(await post(hello(), '{"message":"a\\ud83d","stream":true}'));
    expect(started).toMatchObject({ type: "started", title: "a\ufffd" });
    expect((await post(hello(), '{"message":"a","conversationId":"\\ud83d"}')).status).toBe(404);
  });

  it("says where JSON breaks, without quoting it", async () => {
    const answer = await post(hello(), '{"message": "secret" oops}');
    expect((answer.json() as ErrorBody).error.message).toBe("body: is not valid JSON (at position 21).");
  });

  it("of the model is 502 as JSON, with what was written kept", async () => {
    const model = createScriptedModel(say("Hel"), new Error("CUDA out of memory"));
    const answer = await post(model, { message: "Hi" });
    expect(answer.status).toBe(502);
    expect(answer.json() as ErrorBody).toEqual({
      error: { code: "model_error", message: "The model failed. Try again.", requestId: "request-1" },
    });
    const { conversations } = await tested.store.listConversations("ann", { limit: 1 });
    const { messages } = await tested.store.listMessages("ann", conversations[0]?.id ?? "", { limit: 1 });
    expect(messages[0]).toMatchObject({ text: "Hel", status: "failed" });
  });

  it("of ours is logged once with the request id and answered without a detail", async () => {
    const denied = Object.assign(new Error("User is not authorized to perform: dynamodb:PutItem"), {
      name: "AccessDeniedException",
    });
    tested.store.beginTurn = () => Promise.reject(denied);
    const answer = await post(hello(), { message: "Hi" });
    expect([answer.status, (answer.json() as ErrorBody).error.code]).toEqual([500, "internal"]);
    expect(answer.body).not.toContain("dynamodb");
    expect(tested.logger.entries).toEqual([
      { level: "error", message: "the request failed", requestId: "request-1", error: denied },
    ]);
  });

  it("of ours in mid-stream is an event", async () => {
    tested.store.endReply = () => Promise.reject(new Error("throttled"));
    const events = eventsOf(await post(hello(), { message: "Hi", stream: true }));
    expect(events.at(-1)).toMatchObject({ type: "error", error: { code: "internal" } });
    expect(tested.logger.entries).toHaveLength(1);
  });
});

describe("the caller", () => {
  const server = { owner: "server", actsForUsers: "true" };

  it("is the user whom the server's key acts for", async () => {
    await post(hello(), { message: "Hi" }, { authorizer: server, headers: { "x-parley-user": "bob@b.org" } });
    expect((await tested.store.listConversations("bob@b.org", { limit: 10 })).conversations).toHaveLength(1);
  });

  it.each(["", "x".repeat(129), "a\u0007b"])("is not %j", async (user) => {
    const answer = await post(
      hello(),
      { message: "Hi" },
      { authorizer: server, headers: { "x-parley-user": user } },
    );
    expect(answer.status).toBe(400);
    expect((answer.json() as ErrorBody).error.message).toBe(
      "x-parley-user: must have 1 to 128 characters, none of them a control character.",
    );
  });
});
