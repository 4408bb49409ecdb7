import { describe, expect, it, vi } from "vitest";
import type { ChatCompletion, ChatCompletionChunk, OpenAiError } from "../../runtime/contract/openai-answer";
import { Problem } from "../../runtime/contract/problem";
import { ModelRefusal } from "../../runtime/core/model-refusal";
import { createOpenAi } from "../../runtime/lambda/openai";
import type { ApiCall } from "./fakes/api-event";
import { settle } from "./fakes/fake-time";
import type { StreamedResponse } from "./fakes/lambda-streaming";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { streamingFunctionForEachTest } from "./fakes/streaming-function";

const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "Be kind." };
const asked = { model: "gpt-oss", messages: [{ role: "user", content: "Hi" }] };

const tested = streamingFunctionForEachTest("/v1/chat/completions", (ports) => createOpenAi(ports, settings));
const { post } = tested;

const hello = () => createScriptedModel(say("Hel"), say("lo"), finish);

function chunksOf({ body }: StreamedResponse): ChatCompletionChunk[] {
  const data = [...body.matchAll(/^data: (.*)$/gm)].map(([, line]) => line ?? "");
  return data.filter((line) => line !== "[DONE]").map((line) => JSON.parse(line) as ChatCompletionChunk);
}

async function keptReply() {
  const [conversation] = (await tested.store.listConversations("ann", { limit: 1 })).conversations;
  return conversation && (await tested.store.listMessages("ann", conversation.id, { limit: 1 })).messages[0];
}

describe("POST /v1/chat/completions", () => {
  it("asks the model what the caller asks, and nothing that the operator tells the chat", async () => {
    const model = hello();
    const nothing = { temperature: null, tools: null, stop: null, stream: null, metadata: null, n: 1 };
    await post(model, { ...asked, ...nothing });
    expect(model.requests).toEqual([
      { model: "gpt-oss", messages: [{ role: "user", content: "Hi" }], maxTokens: 1_000 },
    ]);
  });

  it("leaves the model what room the prompt leaves, and the choice where it seems to leave none", async () => {
    const model = createScriptedModel(finish);
    for (const chars of [28_000, 40_000])
      await post(model, { ...asked, messages: [{ role: "user", content: "x".repeat(chars) }] });
    expect(model.requests.map(({ maxTokens }) => maxTokens)).toEqual([658, undefined]);
  });

  it("tells the model calls, what tools answered, and what it thought", async () => {
    const model = hello();
    const call = { id: "call_1", type: "function", function: { name: "weather", arguments: "{}" } };
    const messages = [
      { role: "developer", content: "Be brief." },
      ...asked.messages,
      { role: "assistant", content: null, refusal: null, reasoning_content: "Hm", tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: "Rain" },
    ];
    await post(model, { ...asked, messages });
    expect(model.requests[0]?.messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: null,
        reasoning: "Hm",
        toolCalls: [{ id: "call_1", name: "weather", arguments: "{}" }],
      },
      { role: "tool", content: "Rain", toolCallId: "call_1" },
    ]);
  });

  it("gives a call an id where the model gave none", async () => {
    const part = { type: "tool_call" as const, index: 0 };
    const model = createScriptedModel(
      { ...part, name: "weather", arguments: "{" },
      { ...part, arguments: "}" },
      { ...finish, reason: "tool_calls" } as typeof finish,
    );
    const { choices } = (await post(model, asked)).json() as ChatCompletion;
    expect(choices[0]?.message.tool_calls).toEqual([
      {
        id: expect.stringMatching(/^call_\w{26}$/),
        type: "function",
        function: { name: "weather", arguments: "{}" },
      },
    ]);
    expect(choices[0]?.finish_reason).toBe("tool_calls");
  });

  it("sends a comment every 15 s while the model is silent", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let goOn = () => {};
    const silence = new Promise<void>((resolve) => (goOn = resolve));
    const posting = post(createScriptedModel(say("Hi"), silence, finish), { ...asked, stream: true });
    await settle();
    vi.advanceTimersByTime(30_000);
    goOn();
    expect((await posting).body.match(/^: keep-alive$/gm)).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("A caller who is seen to leave a stream", () => {
  it.each([
    [true, ["Hello", "stopped"]],
    [false, [undefined, undefined]],
  ])("ends the model, and what is kept (store: %s) is what was written", async (kept, written) => {
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    let told = 0;
    const model = createScriptedModel(
      say("Hel"),
      left,
      say("lo"),
      async () => void (told += 1),
      say("!"),
      finish,
    );
    const posting = post(model, { ...asked, stream: true, store: kept });
    await settle();
    tested.response.output.destroy(new Error("write EPIPE"));
    leave();
    await posting;
    expect(told).toBe(0);
    const found = await tested.store.listConversations("ann", { limit: 1 });
    expect(found.conversations).toHaveLength(kept ? 1 : 0);
    const { text, status } = (await keptReply()) ?? {};
    expect([text, status]).toEqual(written);
    expect(tested.quota.requests[0]?.used?.completionTokens).toBeGreaterThan(0);
    expect(tested.logger.entries).toEqual([]);
  });
});

describe("What an answer takes", () => {
  it("is held before and counted after, as the model says", async () => {
    const answer = await post(hello(), asked);
    expect(tested.quota.requests).toMatchObject([
      { owner: "ann", tokens: 1_009, used: { promptTokens: 7, completionTokens: 3 } },
    ]);
    expect(answer.prelude?.headers).toMatchObject({
      "x-ratelimit-limit-requests": "1000",
      "x-ratelimit-remaining-requests": "999",
    });
  });

  it("is nothing when the exchange could not be kept", async () => {
    tested.store.beginTurn = () => Promise.reject(new Error("throttled"));
    expect((await post(hello(), { ...asked, store: true })).status).toBe(500);
    expect(tested.quota.requests).toEqual([]);
  });

  it("over a limit is 429, and clients that would sleep for hours are told not to", async () => {
    tested.limits = { requestsPerDay: 1 };
    await post(hello(), asked);
    const refused = await post(hello(), { ...asked, stream: true });
    expect([refused.status, refused.prelude?.headers]).toEqual([
      429,
      expect.objectContaining({
        "retry-after": "43200",
        "x-should-retry": "false",
        "x-ratelimit-remaining-requests": "0",
      }),
    ]);
    expect(refused.json()).toEqual({
      error: {
        message: expect.stringContaining("requestsPerDay: all 1 requests of the day are used."),
        type: "insufficient_quota",
        param: null,
        code: "quota_exceeded",
      },
    });
  });

  it("while others' answers hold the rest is 429, worth another try", async () => {
    tested.limits = { requestsPerDay: 10, tokensPerDay: 500 };
    const posting = post(createScriptedModel("silence"), { ...asked, stream: true });
    void posting;
    await settle();
    const refused = await post(hello(), asked);
    expect([refused.status, refused.prelude?.headers["x-should-retry"]]).toEqual([429, "true"]);
    expect((refused.json() as OpenAiError).error.type).toBe("rate_limit_error");
  });
});

describe("An error", () => {
  it.each<[number, string, string, unknown, ApiCall]>([
    [400, "invalid_request_error", "bad_request", '{"model":', {}],
    [400, "invalid_request_error", "bad_request", undefined, {}],
    [413, "invalid_request_error", "too_large", "x".repeat(2_000_001), {}],
    [401, "authentication_error", "unauthorized", asked, { authorizer: undefined }],
    [403, "permission_error", "forbidden", asked, { headers: { "X-Parley-User": "bob" } }],
    [404, "invalid_request_error", "not_found", asked, { path: "/v1/embeddings" }],
    [405, "invalid_request_error", "method_not_allowed", undefined, { method: "PUT" }],
  ])("is %i %s (%s) in OpenAI's shape", async (status, type, code, body, call) => {
    const answer = await post(hello(), body, call);
    expect(answer.status).toBe(status);
    expect(answer.json()).toEqual({ error: { message: expect.any(String), type, param: null, code } });
    expect(tested.logger.entries).toEqual([]);
  });

  it.each([
    [new Error("CUDA out of memory"), 500, "internal", undefined],
    [new Problem("model_error", "Failed.", { cause: new Error("died") }), 500, "model_error", undefined],
    [
      new Problem("model_unavailable", "Not now.", { cause: new Error("scaled") }),
      503,
      "model_unavailable",
      "20",
    ],
  ])(
    "of the model is logged with the request id and told without its words: %s",
    async (error, status, code, wait) => {
      const answer = await post(createScriptedModel(error), { ...asked, stream: true });
      expect([answer.status, (answer.json() as OpenAiError).error.code]).toEqual([status, code]);
      expect(answer.prelude?.headers["retry-after"]).toBe(wait);
      expect(answer.body).not.toMatch(/CUDA|died|scaled/);
      expect(tested.logger.entries).toMatchObject([{ level: "error", requestId: "request-1", error }]);
    },
  );

  it("of a prompt that is too long is 400 with OpenAI's word for it", async () => {
    const words = "This model's maximum context length is 10000 tokens. However, you requested 12000 tokens.";
    const answer = await post(createScriptedModel(new ModelRefusal(words)), asked);
    expect([answer.status, answer.json()]).toEqual([
      400,
      {
        error: {
          message: `The model refuses the request: ${words}`,
          type: "invalid_request_error",
          param: "messages",
          code: "context_length_exceeded",
        },
      },
    ]);
    expect(tested.logger.entries).toEqual([]);
  });

  it("in mid-stream ends it, without [DONE]", async () => {
    const model = createScriptedModel(say("Hel"), new Problem("model_error", "The model failed. Try again."));
    const answer = await post(model, { ...asked, stream: true });
    expect(answer.status).toBe(200);
    expect(chunksOf(answer).at(-1)).toEqual({
      error: {
        message: "The model failed. Try again.",
        type: "server_error",
        param: null,
        code: "model_error",
      },
    });
    expect(answer.body).not.toContain("[DONE]");
  });

  it("is a stream that was cut", async () => {
    const answer = await post(createScriptedModel(say("Hel")), { ...asked, store: true });
    expect(answer.status).toBe(500);
    expect(await keptReply()).toMatchObject({ text: "Hel", status: "failed" });
  });
});
