import { describe, expect, it } from "vitest";
import { fittingValue, type JsonSchema } from "../../local/aws/sagemaker/demo/fitting-value";
import { createDemoModel } from "../../local/aws/sagemaker/demo/demo-model";

const clock = { now: () => 0, sleep: async () => {} };

interface Choice {
  message: { content: string; tool_calls?: { id: string; type: string; function: object }[] };
  finish_reason: string;
}

/** What the demo model answers to one message. */
async function answer(prompt: string, more: object = {}): Promise<Choice> {
  const body = Buffer.from(JSON.stringify({ messages: [{ role: "user", content: prompt }], ...more }));
  const { bytes } = await createDemoModel(clock).respond(body, new AbortController().signal);
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8")).choices[0];
}

const tools = [
  {
    type: "function",
    function: { name: "weather", parameters: { properties: { city: { type: "string" } } } },
  },
];

describe("the demo model's tools", () => {
  it("are called by /tool, with the arguments given or with some that fit", async () => {
    const { message, finish_reason } = await answer('/tool weather {"city": "Paris"}\n/tool weather', {
      tools,
    });
    expect([message.content, finish_reason]).toEqual(["", "tool_calls"]);
    expect(message.tool_calls).toEqual(
      ['{"city": "Paris"}', '{"city":"tool"}'].map((json) => ({
        id: expect.stringMatching(/^chatcmpl-tool-/),
        type: "function",
        function: { name: "weather", arguments: json },
      })),
    );
  });

  it.each([
    ["/tool time", { tools }, "There is no tool time; there are weather."],
    ["/tool time", {}, "There is no tool time; there are none."],
    ["/tool weather", { tools, tool_choice: "none" }, "There is no tool weather; there are none."],
    ["/tool weather {", { tools }, "Usage: /tool NAME [JSON], one a line"],
    ["/tool", { tools }, "Usage: /tool NAME [JSON], one a line"],
  ])("are not called by %s with %j", async (prompt, more, text) => {
    expect((await answer(prompt, more)).message).toEqual({ role: "assistant", content: text });
  });
});

describe("the demo model's parameters", () => {
  it("stop ends the text before the first of them", async () => {
    const { message, finish_reason } = await answer("/echo one, two; three", { stop: [";", ", "] });
    expect([message.content, finish_reason]).toEqual(["one", "stop"]);
  });

  it("seed, or a temperature of 0, makes dice fall the same", async () => {
    const thrown = async (more: object) => (await answer("/dice 30", more)).message.content;
    expect(await thrown({ seed: 5 })).toMatch(/^([1-6] ){29}[1-6]$/);
    expect(await thrown({ seed: 5 })).toBe(await thrown({ seed: 5 }));
    expect(await thrown({ temperature: 0 })).toBe(await thrown({ temperature: 0 }));
    expect(await thrown({ seed: 5 })).not.toBe(await thrown({ seed: 6 }));
    expect(await thrown({})).not.toBe(await thrown({}));
  });
});

describe("a value that fits a schema", () => {
  const tree = {
    $ref: "#/$defs/node",
    $defs: {
      node: {
        type: "object",
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/$defs/node" } },
        },
        required: ["name", "children"],
      },
    },
  } as JsonSchema;

  it.each<[JsonSchema, unknown]>([
    [{ type: ["string", "null"] }, "rye"],
    [{ type: "string", minLength: 5, maxLength: 6 }, "rye……"],
    [{ type: "string", format: "date" }, "2026-01-01"],
    [{ enum: ["low", "high"] }, "low"],
    [{ const: 7 }, 7],
    [{ type: "integer", exclusiveMinimum: 3 }, 4],
    [{ type: "number", minimum: 1.5 }, 1.5],
    [{ type: "number", maximum: -1 }, -1],
    [{ type: "boolean" }, true],
    [{ type: "null" }, null],
    [{ anyOf: [{ type: "null" }, { type: "string" }] }, null],
    [{ type: "array", items: { type: "string" }, maxItems: 1 }, ["rye"]],
    [
      { allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }] },
      { a: "rye", b: "bread" },
    ],
  ])("%j", (schema, value) => {
    expect(fittingValue(schema, ["rye", "bread"])).toEqual(value);
  });

  it("ends where a schema names itself", () => {
    expect(JSON.stringify(fittingValue(tree, ["rye"]))).toMatch(/"children":\[\]/);
  });

  it.each<[JsonSchema, string]>([
    [{ type: "letter" }, 'there is no type "letter"'],
    [{ $ref: "#/$defs/none" }, "there is nothing at #/$defs/none"],
    [{ $ref: "#" }, "it names itself without end"],
    [{ type: "string", pattern: "^a" }, "it has a pattern, which a demonstration cannot follow"],
  ])("is refused for %j", (schema, why) => {
    expect(() => fittingValue(schema, ["rye"])).toThrow(`The schema cannot be followed: ${why}`);
  });
});
