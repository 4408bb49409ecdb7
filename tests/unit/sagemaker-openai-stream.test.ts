import { describe, expect, it } from "vitest";
import { readOpenAiStream } from "../../runtime/adapters/openai-stream";
import type { ModelEvent } from "../../runtime/ports";

async function read(text: string, partBytes = text.length): Promise<ModelEvent[]> {
  const bytes = new TextEncoder().encode(text);
  async function* parts() {
    for (let from = 0; from < bytes.length; from += partBytes) yield bytes.subarray(from, from + partBytes);
  }
  const events: ModelEvent[] = [];
  for await (const event of readOpenAiStream(parts())) events.push(event);
  return events;
}

async function* only(bytes: Uint8Array) {
  yield bytes;
}

const delta = (fields: object) => JSON.stringify({ choices: [{ delta: fields, finish_reason: null }] });
const end = (reason: string) => JSON.stringify({ choices: [{ delta: {}, finish_reason: reason }] });
const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } });
const sse = (...data: string[]) => data.map((line) => `data: ${line}\n\n`).join("");

describe("readOpenAiStream", () => {
  const whole = sse(
    delta({ role: "assistant", content: "" }),
    delta({ reasoning: "Hm…" }),
    delta({ content: "Brötchen " }),
    delta({ content: "🥐" }),
    end("stop"),
    usage,
    "[DONE]",
  );
  const events: ModelEvent[] = [
    { type: "reasoning", text: "Hm…" },
    { type: "text", text: "Brötchen " },
    { type: "text", text: "🥐" },
    { type: "finish", reason: "stop", usage: { promptTokens: 5, completionTokens: 2 } },
  ];

  it.each([1, 2, 3, 7, 64])("reads the same when cut every %i bytes", async (partBytes) => {
    expect(await read(whole, partBytes)).toEqual(events);
  });

  it("tells deltas that came together as one, each kind by itself and in its order", async () => {
    const [thought, , , finish] = events;
    expect(await read(whole)).toEqual([thought, { type: "text", text: "Brötchen 🥐" }, finish]);
    const turns = sse(delta({ content: "a" }), delta({ reasoning: "b" }), delta({ content: "c" }));
    expect((await read(turns)).map((event) => "text" in event && event.text)).toEqual(["a", "b", "c"]);
  });

  it("tells a token before the next one is there", async () => {
    const told: string[] = [];
    async function* parts() {
      for (const word of ["one", "two"]) {
        yield new TextEncoder().encode(sse(delta({ content: word })));
        told.push(`after ${word}`);
      }
    }
    for await (const event of readOpenAiStream(parts())) if ("text" in event) told.push(event.text);
    expect(told).toEqual(["one", "after one", "two", "after two"]);
  });

  it("tells what came before an error, though they came together", async () => {
    const told: ModelEvent[] = [];
    const bytes = new TextEncoder().encode(
      sse(delta({ content: "Hi" }), '{"error":"gone"}', delta({ content: "!" })),
    );
    const reading = (async () => {
      for await (const event of readOpenAiStream(only(bytes))) told.push(event);
    })();
    await expect(reading).rejects.toThrow("the model reported: gone");
    expect(told).toEqual([{ type: "text", text: "Hi" }]);
  });

  it("reads bare JSON lines, also without a line break at the end", async () => {
    const lines = [delta({ content: "Hi" }), end("length"), usage].join("\n");
    expect(await read(lines, 5)).toEqual([
      { type: "text", text: "Hi" },
      { type: "finish", reason: "length", usage: { promptTokens: 5, completionTokens: 2 } },
    ]);
  });

  it("skips comments, other fields and line endings of Windows", async () => {
    expect(await read(`: ping\r\nevent: x\r\ndata:${delta({ content: "Hi" })}\r\n\r\n`)).toEqual([
      { type: "text", text: "Hi" },
    ]);
  });

  it("knows reasoning by its older name", async () => {
    expect(await read(sse(delta({ reasoning_content: "Hm", content: "Hi" })))).toEqual([
      { type: "reasoning", text: "Hm" },
      { type: "text", text: "Hi" },
    ]);
  });

  it("reads calls in their parts, several side by side, and why the model ended", async () => {
    const part = (call: object) => delta({ tool_calls: [call] });
    const stream = sse(
      part({ index: 0, id: "a", type: "function", function: { name: "weather", arguments: "" } }),
      part({ index: 0, function: { arguments: "{}" } }),
      part({ index: 1, id: null, function: { name: "time" } }),
      end("tool_calls"),
    );
    expect(await read(stream, 9)).toEqual([
      { type: "tool_call", index: 0, id: "a", name: "weather", arguments: "" },
      { type: "tool_call", index: 0, arguments: "{}" },
      { type: "tool_call", index: 1, name: "time", arguments: "" },
      { type: "finish", reason: "tool_calls", usage: undefined },
    ]);
    expect(await read(sse(end("content_filter")))).toMatchObject([{ reason: "content_filter" }]);
    expect(await read(sse(end("eos")))).toMatchObject([{ reason: "stop" }]);
  });

  it("says no finish when the server gave no reason", async () => {
    expect(await read(sse(delta({ content: "Hi" }), "[DONE]"))).toEqual([{ type: "text", text: "Hi" }]);
  });

  it("fails with the server's words", async () => {
    await expect(read(sse('{"error":{"message":"context too long"}}'))).rejects.toThrow(
      "the model reported: context too long",
    );
    await expect(read(sse("{oops"))).rejects.toThrow("the model sent a line that is not JSON: {oops");
  });
});
