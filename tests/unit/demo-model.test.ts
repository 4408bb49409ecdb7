import { describe, expect, it } from "vitest";

import { ModelFailure } from "../../local/aws/sagemaker/chat-model";
import { createDemoModel } from "../../local/aws/sagemaker/demo/demo-model";
import type { PaceClock } from "../../local/aws/sagemaker/demo/pace";

/** Time passes only while somebody sleeps, a bit longer than asked as with real timers. */
class FakeClock implements PaceClock {
  ms = 0;
  #late: number;

  constructor(late = 0) {
    this.#late = late;
  }

  now(): number {
    return this.ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.ms += ms + this.#late;
  }
}

interface Chunk {
  object: string;
  model: string;
  choices: {
    delta: { role?: string; content?: string; reasoning_content?: string };
    finish_reason: string | null;
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

interface Streamed {
  raw: string;
  chunks: Chunk[];
  /** Each delta's content, without the empty one of the role. */
  tokens: string[];
  text: string;
  /** When each came, ms. */
  times: number[];
  finish?: string | null;
  usage?: Chunk["usage"];
}

const none = new AbortController().signal;

function request(prompt: string, more: object = {}): Buffer {
  const messages = [
    { role: "system", content: "be kind" },
    { role: "user", content: prompt },
  ];
  return Buffer.from(
    JSON.stringify({ messages, stream: true, stream_options: { include_usage: true }, ...more }),
  );
}

async function stream(prompt: string, more: object = {}, clock = new FakeClock()): Promise<Streamed> {
  const { contentType, bytes } = await createDemoModel(clock).respond(request(prompt, more), none);
  expect(contentType).toBe("text/event-stream; charset=utf-8");
  const streamed: Streamed = { raw: "", chunks: [], tokens: [], text: "", times: [] };
  for await (const part of bytes) {
    const event = Buffer.from(part).toString("utf8");
    streamed.raw += event;
    if (!event.startsWith("data: {")) continue;
    const chunk: Chunk = JSON.parse(event.slice(6));
    streamed.chunks.push(chunk);
    const choice = chunk.choices[0];
    if (choice?.delta.content) {
      streamed.tokens.push(choice.delta.content);
      streamed.times.push(clock.ms);
    }
    if (choice?.finish_reason) streamed.finish = choice.finish_reason;
    if (chunk.usage) streamed.usage = chunk.usage;
  }
  return { ...streamed, text: streamed.tokens.join("") };
}

describe("an ordinary message", () => {
  it("gets an outline of its words that says it is a demonstration", async () => {
    const { text, finish } = await stream("Outline a 20-minute talk on sourdough");
    expect(text).toMatch(/^This is a demonstration, not a language model/);
    expect(text).toContain(
      "# Outline a 20 minute talk on sourdough\n\n## 1. Why sourdough matters\n\n- What sourdough means here",
    );
    expect(text.match(/^## /gm)).toHaveLength(3);
    expect(text).toContain("PARLEY_MODEL_URL");
    expect(finish).toBe("stop");
  });

  it("gets the same outline again, and at most five sections", async () => {
    const prompt = "bread salt water flour oven starter crust crumb";
    const [first, second] = [await stream(prompt), await stream(prompt)];
    expect(first.text).toBe(second.text);
    expect(first.text.match(/^## /gm)).toHaveLength(5);
  });

  it.each(["", "🙂", "東京について教えて", "**<b>_#|"])("may be %j", async (prompt) => {
    const { text } = await stream(prompt);
    expect(text.match(/^## /gm)?.length).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain("<b>");
  });

  it("streams at about the pace of reading", async () => {
    const { tokens, times } = await stream("Outline a talk");
    expect(((tokens.length - 1) * 1000) / times.at(-1)!).toBeCloseTo(70);
  });
});

describe("the form of an answer", () => {
  it("is that of vLLM's stream", async () => {
    const { raw, chunks, usage } = await stream("/echo a b", { model: "openai/gpt-oss-20b" });
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: "assistant", content: "" },
      { content: "a " },
      { content: "b" },
      {},
      undefined,
    ]);
    expect(new Set(chunks.map(({ object, model }) => `${object} ${model}`))).toEqual(
      new Set(["chat.completion.chunk openai/gpt-oss-20b"]),
    );
    expect(usage).toEqual({ prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 });
    expect(raw.endsWith("\n\ndata: [DONE]\n\n")).toBe(true);
  });

  it("has usage only when asked for", async () => {
    expect((await stream("/echo a", { stream_options: undefined })).usage).toBeUndefined();
  });

  it("is one JSON object when no stream is asked for", async () => {
    const model = createDemoModel(new FakeClock());
    const { contentType, bytes } = await model.respond(request("/think hard", { stream: false }), none);
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    const answer = JSON.parse(Buffer.concat(parts).toString("utf8"));
    expect(contentType).toBe("application/json");
    expect(answer.object).toBe("chat.completion");
    expect(answer.choices[0].message.content).toMatch(/^This is a demonstration/);
    expect(answer.choices[0].message.reasoning_content).toMatch(/^The request is: hard\n/);
  });

  it("ends by length at max_tokens", async () => {
    const { text, finish, usage } = await stream("/tokens 10", { max_tokens: 3 });
    expect([text, finish, usage?.completion_tokens]).toEqual(["word1 word2 word3 ", "length", 3]);
    expect((await stream("/tokens 3", { max_tokens: 3 })).finish).toBe("stop");
  });

  it.each([
    ["not json", "The body is not a JSON object"],
    ["{}", "messages must be a list of at least one message"],
    ['{"messages":[{"role":"user","content":"x"}],"max_tokens":0}', "max_tokens must be at least 1, got 0"],
  ])("is an error of the client for %s", async (body, message) => {
    const response = createDemoModel(new FakeClock()).respond(Buffer.from(body), none);
    await expect(response).rejects.toEqual(new ModelFailure(400, message));
  });
});

describe("commands", () => {
  it("are read from the last message of the user, also in parts", async () => {
    const messages = [
      { role: "user", content: "/echo first" },
      { role: "assistant", content: "first" },
      { role: "user", content: [{ type: "text", text: "/echo last" }] },
    ];
    expect((await stream("", { messages })).text).toBe("last");
  });

  it("/echo gives the text back, byte for byte", async () => {
    const text = "# grüße\n\n  - 日本語テキストは空白がありません 🙂👩‍👩‍👧\n```\ncode  with   spaces\n```";
    const { text: echoed, tokens } = await stream(`/echo ${text}`);
    expect(echoed).toBe(text);
    expect(tokens.length).toBeGreaterThan(8);
  });

  it("/tokens gives exactly as many, one a chunk, 100 a second", async () => {
    const { tokens, times, usage, finish } = await stream("/tokens 200");
    expect([tokens.length, tokens[2], usage?.completion_tokens, finish]).toEqual([
      200,
      "word3 ",
      200,
      "stop",
    ]);
    expect([times[0], times.at(-1)]).toEqual([0, 1990]);
  });

  it("/tokens keeps its pace when timers are late", async () => {
    const { times } = await stream("/tokens 200 50", {}, new FakeClock(7));
    expect(times.at(-1)).toBe(199 * 20 + 7);
  });

  it("/tokens 0 is an empty answer", async () => {
    const { text, finish, usage } = await stream("/tokens 0");
    expect([text, finish, usage?.completion_tokens]).toEqual(["", "stop", 0]);
  });

  it("/fail breaks off after its tokens", async () => {
    const { bytes } = await createDemoModel(new FakeClock()).respond(request("/fail 2"), none);
    let raw = "";
    const reading = (async () => {
      for await (const part of bytes) raw += Buffer.from(part).toString("utf8");
    })();
    await expect(reading).rejects.toMatchObject({ name: "ModelFailure", status: 500 });
    expect(raw.match(/word\d /g)).toEqual(["word1 ", "word2 "]);
    expect(raw).not.toContain("[DONE]");
  });

  it("/fail 0 gives no answer at all", async () => {
    const response = createDemoModel(new FakeClock()).respond(request("/fail 0"), none);
    await expect(response).rejects.toMatchObject({ name: "ModelFailure", status: 500 });
  });

  it("/slow waits before the first token only", async () => {
    const { text, times } = await stream("/slow 2.5 bread");
    expect(times[0]).toBe(2500);
    expect(times[1]).toBeCloseTo(2500 + 1000 / 70);
    expect(text).toContain("# Bread");
  });

  it("/markdown shows one of everything", async () => {
    const { text } = await stream("/markdown");
    for (const sign of ["# ", "|:-", "- [x]", "```ts", "1. ", "> ", "](https://", "$$", "**bold**"]) {
      expect(text).toContain(sign);
    }
  });

  it("/think reasons before it answers", async () => {
    const { chunks, usage, tokens } = await stream("/think about bread");
    const kinds = chunks.flatMap(({ choices }) => Object.keys(choices[0]?.delta ?? {})).slice(2);
    expect(kinds.lastIndexOf("reasoning_content")).toBe(kinds.indexOf("content") - 1);
    expect(usage?.completion_tokens).toBe(kinds.length);
    expect(tokens.length).toBeLessThan(kinds.length);
  });

  it("/system says the system prompt that it was given, and that there is none", async () => {
    expect((await stream("/system")).text).toBe("be kind");
    const messages = [{ role: "user", content: "/system" }];
    expect((await stream("", { messages })).text).toBe("There is no system prompt.");
  });

  it.each([
    "/tokens",
    "/tokens x",
    "/tokens 5 0",
    "/tokens 100001",
    "/fail",
    "/slow",
    "/slow 901",
    "/echo",
    "/think",
    "/markdown x",
    "/system x",
  ])("say how they are used when given as %s", async (prompt) => {
    const name = prompt.split(" ")[0]!;
    expect((await stream(prompt)).text).toMatch(new RegExp(`^Usage: ${name}`));
  });

  it("that are none are ordinary messages", async () => {
    expect((await stream("/etc/passwd")).text).toMatch(/^This is a demonstration/);
    expect((await stream("/constructor x")).text).toMatch(/^This is a demonstration/);
  });
});

describe("a caller that goes away", () => {
  it("ends the answer at once", async () => {
    const abort = new AbortController();
    const clock = new FakeClock();
    const { bytes } = await createDemoModel(clock).respond(request("/tokens 1000 1"), abort.signal);
    let chunks = 0;
    const reading = (async () => {
      const parts = bytes[Symbol.asyncIterator]();
      while (!(await parts.next()).done) if (++chunks === 3) abort.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect([chunks, clock.ms]).toEqual([3, 1000]);
  });

  it("ends the wait for the first token", async () => {
    const abort = new AbortController();
    const clock: PaceClock = {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason as Error)),
        ),
    };
    const { bytes } = await createDemoModel(clock).respond(request("/slow 600"), abort.signal);
    const first = bytes[Symbol.asyncIterator]().next();
    abort.abort();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
  });
});
