import type OpenAI from "openai";
import { describe, expect, inject, it } from "vitest";
import { asking, model, openAiClient } from "./openai-client";

const openai = openAiClient(inject("outputs"));

const tools: OpenAI.ChatCompletionFunctionTool[] = ["weather", "time"].map((name) => ({
  type: "function",
  function: {
    name,
    description: `Tells the ${name}`,
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
}));
const both = '/tool weather {"city":"Paris"}\n/tool time {"city":"Oslo"}';

const functionsOf = (calls: readonly OpenAI.ChatCompletionMessageToolCall[] = []) =>
  calls.flatMap((call) => (call.type === "function" ? [[call.function.name, call.function.arguments]] : []));

describe("Tools", () => {
  it("are called, answered, and the answer goes on", async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: both }];
    const asked = await openai.chat.completions.create({ model, messages, tools });
    const [choice] = asked.choices;
    expect([choice?.finish_reason, choice?.message.content]).toEqual(["tool_calls", null]);
    const calls = choice?.message.tool_calls ?? [];
    expect(functionsOf(calls)).toEqual([
      ["weather", '{"city":"Paris"}'],
      ["time", '{"city":"Oslo"}'],
    ]);

    messages.push(choice!.message);
    for (const { id } of calls) messages.push({ role: "tool", tool_call_id: id, content: `It is ${id}.` });
    const told = await openai.chat.completions.create({ model, messages, tools });
    expect(told.choices[0]?.message.content).toBe(
      `The tools have answered:\n\nIt is ${calls[0]?.id}.\n\nIt is ${calls[1]?.id}.`,
    );
  });

  it("are called in a stream, the name first and the arguments in pieces", async () => {
    const deltas: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall[] = [];
    const stream = openai.chat.completions.stream({ ...asking(both), tools });
    stream.on("chunk", ({ choices }) => deltas.push(...(choices[0]?.delta.tool_calls ?? [])));
    const { choices } = await stream.finalChatCompletion();
    expect([choices[0]?.finish_reason, functionsOf(choices[0]?.message.tool_calls)]).toEqual([
      "tool_calls",
      [
        ["weather", '{"city":"Paris"}'],
        ["time", '{"city":"Oslo"}'],
      ],
    ]);
    expect(deltas[0]).toEqual({
      index: 0,
      id: expect.stringMatching(/./),
      type: "function",
      function: { name: "weather", arguments: "" },
    });
    expect(deltas.filter(({ index }) => index === 1).map(({ id }) => typeof id)).toEqual([
      "string",
      "undefined",
      "undefined",
    ]);
  });

  it("are run by the client's own helper, which sends back what it got", async () => {
    const runner = openai.chat.completions.runTools({
      model,
      messages: [{ role: "user", content: '/tool weather {"city":"Paris"}' }],
      tools: [
        {
          type: "function",
          function: {
            name: "weather",
            description: "Tells the weather",
            parameters: { type: "object", properties: { city: { type: "string" } } },
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `Rain in ${city}.`,
          },
        },
      ],
    });
    expect(await runner.finalContent()).toBe("The tools have answered:\n\nRain in Paris.");
  });

  it("are called as tool_choice and parallel_tool_calls have it", async () => {
    const ask = async (content: string, more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>) => {
      const { choices } = await openai.chat.completions.create({ ...asking(content), tools, ...more });
      return functionsOf(choices[0]?.message.tool_calls);
    };
    const time = { type: "function" as const, function: { name: "time" } };
    expect(
      await Promise.all([
        ask("Paris", { tool_choice: "required" }),
        ask("Paris", { tool_choice: time }),
        ask(both, { tool_choice: "none" }),
        ask(both, { parallel_tool_calls: false }),
      ]),
    ).toEqual([
      [["weather", '{"city":"Paris"}']],
      [["time", '{"city":"Paris"}']],
      [],
      [["weather", '{"city":"Paris"}']],
    ]);
  });
});

describe("response_format", () => {
  it("json_schema gives JSON that fits", async () => {
    const schema = {
      type: "object",
      properties: {
        title: { type: "string" },
        steps: { type: "array", items: { type: "string" }, minItems: 3 },
        grams: { type: "integer", minimum: 500 },
        oven: { enum: ["hot", "cold"] },
      },
      required: ["title", "steps", "grams", "oven"],
      additionalProperties: false,
    };
    const { choices } = await openai.chat.completions.parse({
      ...asking("Bake rye bread"),
      response_format: { type: "json_schema", json_schema: { name: "recipe", schema, strict: true } },
    });
    expect(choices[0]?.message.parsed).toEqual({
      title: "Bake",
      steps: ["rye", "bread", "Bake"],
      grams: 500,
      oven: "cold",
    });
  });

  it("json_object gives an object", async () => {
    const { choices } = await openai.chat.completions.create({
      ...asking("Bake rye bread"),
      response_format: { type: "json_object" },
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({ words: ["Bake", "rye"] });
  });
});
