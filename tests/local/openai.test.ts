import type OpenAI from "openai";
import { describe, expect, inject, it } from "vitest";
import { asking, model, openAiClient } from "./openai-client";

const outputs = inject("outputs");
const openai = openAiClient(outputs);

describe("OpenAI's client at the invoke URL", () => {
  it("gets a whole answer with its usage", async () => {
    const { data, response } = await openai.chat.completions
      .create({ ...asking("/echo Bread is a process."), metadata: { desk: "bread" } })
      .withResponse();
    expect(data).toEqual({
      id: expect.stringMatching(/^chatcmpl-[0-9A-Z]{26}$/),
      object: "chat.completion",
      created: expect.closeTo(Date.now() / 1000, -2),
      model,
      metadata: { desk: "bread" },
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Bread is a process.", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 },
    });
    expect(response.headers.get("x-request-id")).toBeTruthy();
  });

  it("streams the role, then what was said, then the reason, then the usage", async () => {
    const stream = await openai.chat.completions.create({
      ...asking("/tokens 5 200"),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const parts = chunks.map(({ choices, usage }) => [choices[0]?.delta, choices[0]?.finish_reason, usage]);
    expect(parts[0]).toEqual([{ role: "assistant", content: "" }, null, null]);
    expect(parts.slice(-2)).toEqual([
      [{}, "stop", null],
      [undefined, undefined, { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 }],
    ]);
    // Tokens that came together are one chunk.
    const said = parts.slice(1, -2);
    expect(said).toEqual(said.map(() => [{ content: expect.stringMatching(/^(word\d )+$/) }, null, null]));
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
    expect(text).toBe("word1 word2 word3 word4 word5 ");
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it("gets a stream as it is made, and no usage unless it asks", async () => {
    const times: number[] = [];
    const stream = await openai.chat.completions.create({ ...asking("/tokens 20 40"), stream: true });
    for await (const chunk of stream) {
      times.push(performance.now());
      expect(chunk).not.toHaveProperty("usage");
    }
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(300);
  });

  it("gets what the model thought as reasoning_content, streamed and whole", async () => {
    const request = asking("/think of bread");
    const waiting = openai.chat.completions.create(request);
    const thought =
      "The request is: of bread\nI cannot think, so I shall arrange its words and say that I did.";
    let streamed = "";
    for await (const { choices } of await openai.chat.completions.create({ ...request, stream: true })) {
      const delta: object & { reasoning_content?: string } = { ...choices[0]?.delta };
      streamed += delta.reasoning_content ?? "";
    }
    expect(streamed).toBe(thought);
    expect((await waiting).choices[0]?.message).toMatchObject({ reasoning_content: thought });
  });

  it("tells the model every parameter that it takes", async () => {
    const { choices } = await openai.chat.completions.create({
      ...asking("/parameters"),
      temperature: 0.5,
      top_p: 0.9,
      frequency_penalty: 0.1,
      presence_penalty: -0.1,
      seed: 7,
      stop: ["\n\n"],
      max_completion_tokens: 900,
      reasoning_effort: "low",
      user: "ann",
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
      temperature: 0.5,
      top_p: 0.9,
      frequency_penalty: 0.1,
      presence_penalty: -0.1,
      seed: 7,
      stop: ["\n\n"],
      max_tokens: 900,
      reasoning_effort: "low",
      user: "ann",
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("is held to max_tokens, stop and seed", async () => {
    const cut = await openai.chat.completions.create({ ...asking("/tokens 50 1000"), max_tokens: 3 });
    expect([cut.choices[0]?.message.content, cut.choices[0]?.finish_reason]).toEqual([
      "word1 word2 word3 ",
      "length",
    ]);
    const stopped = await openai.chat.completions.create({ ...asking("/echo rye | wheat"), stop: "|" });
    expect([stopped.choices[0]?.message.content, stopped.choices[0]?.finish_reason]).toEqual([
      "rye ",
      "stop",
    ]);

    const throws = async (seed?: number) =>
      (await openai.chat.completions.create({ ...asking("/dice 30"), seed })).choices[0]?.message.content;
    const [first, again, other, another] = await Promise.all([throws(7), throws(7), throws(), throws()]);
    expect([again, other === another]).toEqual([first, false]);
  });

  it("may speak in every role and in parts", async () => {
    const said = await openai.chat.completions.create({
      model,
      messages: [
        { role: "developer", content: "Be kind." },
        {
          role: "system",
          content: [
            { type: "text", text: "Be" },
            { type: "text", text: "brief." },
          ],
        },
        { role: "user", content: "Hello", name: "ann" },
        { role: "assistant", content: "Hello!" },
        { role: "user", content: [{ type: "text", text: "/system" }] },
      ],
    });
    expect(said.choices[0]?.message.content).toBe("Be kind.\n\nBe\nbrief.");
  });

  it("finds the model, by its name with a slash", async () => {
    const served = { id: model, object: "model", created: 0, owned_by: "parley" };
    expect((await openai.models.list()).data).toEqual([served]);
    expect(await openai.models.retrieve(model)).toEqual(served);
    const unescaped = await fetch(`${outputs.invokeUrl}/v1/models/${model}`, {
      headers: { authorization: `Bearer ${outputs.apiKey}` },
    });
    expect(await unescaped.json()).toEqual(served);
  });

  it("may leave a stream", async () => {
    const stream = await openai.chat.completions.create({ ...asking("/tokens 2000 100"), stream: true });
    for await (const { choices } of stream) if (choices[0]?.delta.content === "word3 ") break;
    expect(stream.controller.signal.aborted).toBe(true);
    const left = new AbortController();
    const waiting = openai.chat.completions.create(asking("/slow 60"), { signal: left.signal });
    left.abort();
    await expect(waiting).rejects.toThrow("Request was aborted.");
  });
});
