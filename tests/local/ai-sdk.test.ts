import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { describe, expect, inject, it } from "vitest";
import { model } from "./openai-client";

const { invokeUrl, apiKey } = inject("outputs");

const parley = createOpenAICompatible({
  name: "parley",
  baseURL: `${invokeUrl}/v1`,
  apiKey,
  includeUsage: true,
  supportsStructuredOutputs: true,
})(model);

const weather = tool({
  description: "Tells the weather",
  inputSchema: jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } } }),
  execute: async ({ city }) => `Rain in ${city}.`,
});

describe("The AI SDK at the invoke URL", () => {
  it("generates a text, with its reason, its usage and what was thought", async () => {
    const { text, finishReason, usage, reasoningText } = await generateText({
      model: parley,
      system: "Be kind.",
      prompt: "/think of rye",
      maxOutputTokens: 40,
    });
    expect(reasoningText).toMatch(/^The request is: of rye\n/);
    expect(text).toMatch(/^This is a demonstration/);
    expect([finishReason, usage.outputTokens]).toEqual(["length", 40]);
  });

  it("streams a text as it is made", async () => {
    const { textStream, usage } = streamText({ model: parley, prompt: "/tokens 20 100" });
    const parts: string[] = [];
    for await (const part of textStream) parts.push(part);
    expect(parts.join("")).toBe(Array.from({ length: 20 }, (_, index) => `word${index + 1} `).join(""));
    expect(parts.length).toBeGreaterThan(1);
    expect((await usage).outputTokens).toBe(20);
  });

  it("calls tools and tells the model their answers, streamed and whole", async () => {
    const request = {
      model: parley,
      tools: { weather },
      prompt: '/tool weather {"city":"Paris"}',
      stopWhen: stepCountIs(2),
    };
    const streamed = streamText(request);
    const [whole] = await Promise.all([generateText(request), streamed.consumeStream()]);
    for (const steps of [whole.steps, await streamed.steps]) {
      expect(steps.map(({ finishReason }) => finishReason)).toEqual(["tool-calls", "stop"]);
      expect(steps[0]?.toolCalls).toMatchObject([{ toolName: "weather", input: { city: "Paris" } }]);
      expect(steps[1]?.text).toBe("The tools have answered:\n\nRain in Paris.");
    }
  });

  it("generates an object of a schema", async () => {
    const schema = jsonSchema<{ title: string; steps: string[] }>({
      type: "object",
      properties: { title: { type: "string" }, steps: { type: "array", items: { type: "string" } } },
      required: ["title", "steps"],
      additionalProperties: false,
    });
    const { object } = await generateObject({ model: parley, schema, prompt: "Bake rye bread" });
    expect(object).toEqual({ title: "Bake", steps: ["rye", "bread"] });
  });

  it("reads errors", async () => {
    const image = Buffer.from("a picture");
    const error = await generateText({
      model: parley,
      messages: [{ role: "user", content: [{ type: "image", image, mediaType: "image/png" }] }],
    }).catch((reason: unknown) => reason);
    if (!APICallError.isInstance(error)) throw error;
    expect([error.statusCode, error.isRetryable, error.message]).toEqual([
      400,
      false,
      "messages[0].content[0]: is of type image_url; the model here reads text only.",
    ]);
  });

  it("may leave a stream", async () => {
    const left = new AbortController();
    const { fullStream } = streamText({
      model: parley,
      prompt: "/tokens 2000 100",
      abortSignal: left.signal,
    });
    const types: string[] = [];
    for await (const { type } of fullStream) {
      if (type === "text-delta") left.abort();
      types.push(type);
    }
    expect(types.at(-1)).toBe("abort");
  });
});
