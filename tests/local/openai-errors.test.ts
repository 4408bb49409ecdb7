import type OpenAI from "openai";
import { APIError, AuthenticationError, BadRequestError, InternalServerError, NotFoundError } from "openai";
import { describe, expect, inject, it } from "vitest";
import { asking, model, openAiClient } from "./openai-client";

const outputs = inject("outputs");
const openai = openAiClient(outputs);

/** What the client throws. */
async function thrownBy(request: Promise<unknown>): Promise<APIError> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof APIError) return error;
  throw new Error(`no error of the API: ${String(error)}`);
}

const create = (body: object) =>
  thrownBy(openai.chat.completions.create(body as OpenAI.ChatCompletionCreateParamsNonStreaming));

const image = { type: "image_url", image_url: { url: "https://example.com/bread.png" } };
const tools = [{ type: "function", function: { name: "weather" } }];
const user = { role: "user", content: "Hi" };

describe("OpenAI's client is told of a request that is wrong", () => {
  it.each<[string, string, string, object]>([
    ["n", "unsupported_value", "must be 1 or null, not 2.", { n: 2 }],
    ["logprobs", "unsupported_value", "must be false or null, not true.", { logprobs: true }],
    ["audio", "unsupported_parameter", "is not supported here.", { audio: {} }],
    ["functions", "unsupported_parameter", "is not supported here.", { functions: [] }],
    ["top_k", "unknown_parameter", "is not a known parameter.", { top_k: 5 }],
    ["temperature", "invalid_value", "is 3; the most allowed is 2.", { temperature: 3 }],
    ["messages", "invalid_value", "has 0 entries; at least 1 must be there.", { messages: [] }],
    ["messages", "invalid_value", "is missing; it must be a list.", { messages: undefined }],
    ["model", "invalid_value", "is missing; it must be a string.", { model: undefined }],
    [
      "messages[0].role",
      "invalid_value",
      'must be "system" or "developer" or "user" or "assistant" or "tool", not "robot".',
      { messages: [{ role: "robot", content: "Hi" }] },
    ],
    [
      "messages[1].content[1]",
      "unsupported_value",
      "is of type image_url; the model here reads text only.",
      { messages: [user, { role: "user", content: [{ type: "text", text: "What is it?" }, image] }] },
    ],
    [
      "messages[0].content[0].text",
      "invalid_value",
      "must be a string, not 7.",
      { messages: [{ role: "user", content: [{ type: "text", text: 7 }] }] },
    ],
    [
      "messages[1].tool_call_id",
      "invalid_value",
      "answers no call: an assistant's message before it must have it in its tool_calls.",
      { messages: [user, { role: "tool", tool_call_id: "call_1", content: "Rain" }] },
    ],
    [
      "stream_options",
      "invalid_parameter_combination",
      "goes with stream: true only.",
      { stream_options: { include_usage: true } },
    ],
    [
      "max_tokens",
      "invalid_parameter_combination",
      "goes without max_completion_tokens.",
      { max_tokens: 5, max_completion_tokens: 5 },
    ],
    [
      "max_completion_tokens",
      "invalid_value",
      "is 16384; less than 16384 is allowed, which prompt and answer share.",
      { max_completion_tokens: 16_384 },
    ],
    ["tool_choice", "invalid_parameter_combination", "goes with tools only.", { tool_choice: "auto" }],
    [
      "tool_choice",
      "invalid_value",
      "names time, which is not among the tools.",
      { tools, tool_choice: { type: "function", function: { name: "time" } } },
    ],
    [
      "tools[0].type",
      "unsupported_value",
      'must be "function", not "custom".',
      { tools: [{ type: "custom", custom: { name: "weather" } }] },
    ],
    [
      "response_format.json_schema.schema",
      "invalid_value",
      "is missing; it must be a JSON object.",
      { response_format: { type: "json_schema", json_schema: { name: "recipe" } } },
    ],
    [
      "store",
      "invalid_value",
      "keeps only what begins with a user's message and ends with one or with a tool's.",
      { store: true, messages: [{ role: "assistant", content: "Hello" }] },
    ],
  ])("400, with the parameter to blame: %s, %s", async (param, code, explanation, wrong) => {
    const error = await create({ ...asking("Hi"), ...wrong });
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error.error).toEqual({
      message: `${param}: ${explanation}`,
      type: "invalid_request_error",
      param,
      code,
    });
    expect([error.param, error.code, error.requestID]).toEqual([param, code, expect.stringMatching(/./)]);
  });

  it("404, of a model that is not served, and of a path that is none", async () => {
    const unknown = await create({ ...asking("Hi"), model: "gpt-9" });
    expect(unknown).toBeInstanceOf(NotFoundError);
    expect([unknown.code, unknown.param]).toEqual(["model_not_found", "model"]);
    expect(unknown.message).toBe(`404 model: "gpt-9" does not exist here; allowed is "${model}".`);
    expect(await thrownBy(openai.models.retrieve("gpt-9"))).toMatchObject({ code: "model_not_found" });
    expect(await thrownBy(openai.embeddings.create({ model, input: "Hi" }))).toBeInstanceOf(NotFoundError);
  });

  it("405, with the method that is allowed", async () => {
    const error = await thrownBy(openai.get("/chat/completions"));
    expect([error.status, error.headers?.get("allow")]).toEqual([405, "POST"]);
  });

  it("401, by the gateway, in words that it reads", async () => {
    const error = await thrownBy(openAiClient(outputs, { apiKey: "wrong" }).models.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toBe(
      "401 An API key is missing or not known. Send it as 'Authorization: Bearer <key>'.",
    );
  });

  it("400, of a schema that the model cannot follow, in the model's words", async () => {
    const schema = { type: "object", properties: { word: { type: "letter" } } };
    const error = await create({
      ...asking("Hi"),
      response_format: { type: "json_schema", json_schema: { name: "word", schema } },
    });
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error.message).toBe(
      '400 The model refuses the request: The schema cannot be followed: there is no type "letter"',
    );
  });
});

describe("OpenAI's client is told of a model that fails", () => {
  it("500 when nothing was said, also when a stream was asked for", async () => {
    for (const stream of [false, true]) {
      const error = await create({ ...asking("/fail 0"), stream });
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error).toMatchObject({ status: 500, type: "server_error", code: "model_error" });
    }
  });

  it("503 with retry-after while it wakes", async () => {
    const error = await create(asking("/busy"));
    expect(error).toBeInstanceOf(InternalServerError);
    expect([error.status, error.code, error.headers?.get("retry-after")]).toEqual([
      503,
      "model_unavailable",
      "20",
    ]);
  });

  it("in the stream after that", async () => {
    const stream = await openai.chat.completions.create({ ...asking("/fail 2"), stream: true });
    let text = "";
    const reading = (async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
    })();
    expect(await thrownBy(reading)).toMatchObject({ type: "server_error", code: "model_error" });
    expect(text).toBe("word1 word2 ");
  });
});
