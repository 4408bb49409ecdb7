import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { handle_file } from "@gradio/client";
import { describe, expect, inject, it } from "vitest";
import type { ConversationPage, MessagePage } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";
import { connect, follow, say } from "./gradio-client";
import { programDir } from "./stack-process";

const { chatUrl, ...outputs } = inject("outputs");
const api = new ApiClient(outputs);

describe("Gradio's JavaScript client", () => {
  it("connects and shows the API: one endpoint, /chat, with its parameters", async () => {
    const client = await connect(chatUrl);
    const { named_endpoints, unnamed_endpoints } = await client.view_api();
    expect([Object.keys(named_endpoints), unnamed_endpoints]).toEqual([["/chat"], {}]);
    const parameters = (named_endpoints["/chat"]?.parameters ?? []) as {
      parameter_name: string | null;
      parameter_has_default: boolean;
    }[];
    expect(parameters.map((one) => [one.parameter_name, one.parameter_has_default])).toEqual([
      ["message", false],
      // Gradio's state, which the client fills in by itself.
      [null, true],
      ["system_prompt", true],
      ["temperature", true],
      ["max_tokens", true],
    ]);
    expect(await client.reconnect()).toBe("connected");
  });

  it("predicts, by name and by place, with and without the slash, or by number", async () => {
    const client = await connect(chatUrl);
    expect(await say(client, "/echo one two")).toBe("one two");
    for (const endpoint of ["/chat", "chat", 1]) {
      const { data } = await client.predict(endpoint, ["/system", "Be brief.", 0.2, 100]);
      expect(data).toEqual(["Be brief."]);
    }
    const settings = { system_prompt: "Be kind.", temperature: 0, max_tokens: 3 };
    expect(await say(client, "/tokens 9", settings)).toBe("word1 word2 word3 ");
    expect(await say(client, { text: "/echo three", files: [] })).toBe("three");
  });

  it("has one conversation with the model, which the page has too; each call has its own settings", async () => {
    const word = `fig${Date.now()}`;
    const client = await connect(chatUrl);
    await say(client, `/echo ${word} first`, { system_prompt: "Only now." });
    const system = await say(client, "/system");
    expect(system).not.toBe("Only now.");
    const search = `/conversations?q=${word}`;
    const { conversations } = (await api.request<ConversationPage>("GET", search)).body;
    expect(conversations).toHaveLength(1);
    const route = `/conversations/${conversations[0]?.id}/messages`;
    const { messages } = (await api.request<MessagePage>("GET", route)).body;
    expect(messages.map(({ text }) => text)).toEqual([
      system,
      "/system",
      `${word} first`,
      `/echo ${word} first`,
    ]);
    expect(messages.map(({ parentId }) => parentId)).toEqual([
      ...messages.slice(1).map(({ id }) => id),
      null,
    ]);
  });

  it("streams, the first piece whole", async () => {
    const client = await connect(chatUrl);
    const { texts, last } = await follow(client.submit("/chat", { message: "/tokens 40 50" }));
    expect(texts[0]).toMatch(/^word1 /);
    expect(texts.length).toBeGreaterThan(10);
    for (const [index, text] of texts.slice(1).entries())
      expect(text.startsWith(texts[index] ?? "?")).toBe(true);
    expect(texts.at(-1)).toMatch(/ word40 $/);
    expect(last).toMatchObject({ type: "status", stage: "complete" });
  });

  it("cancels: the call ends with what was written, and the model stops", async () => {
    const client = await connect(chatUrl);
    const { texts, last } = await follow(client.submit("/chat", { message: "/tokens 1000 50" }), 3);
    expect(last.stage).toBe("complete");
    expect(texts.at(-1)).toMatch(/^word1 word2 word3 /);
    expect(texts.at(-1)).not.toContain("word500");
    expect(await say(client, "/echo on")).toBe("on");
  });

  it("makes calls at once, each with its own reply, and cancels one of them", async () => {
    const client = await connect(chatUrl);
    const long = client.submit("/chat", { message: "/tokens 1000 50" });
    const others = Array.from({ length: 6 }, (_, index) => say(client, `/echo answer ${index}`));
    expect(await Promise.all(others)).toEqual(others.map((_, index) => `answer ${index}`));
    await long.cancel();
    expect((await follow(long)).last).toMatchObject({ stage: "complete" });
  });

  it("calls in a row and never waits for ever, whenever the stream closes", async () => {
    const client = await connect(chatUrl);
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    for (const ms of [0, 0, 970, 985, 1_000, 1_015]) {
      await pause(ms);
      expect(await say(client, `/echo after ${ms}`)).toBe(`after ${ms}`);
    }
  });

  it("shows errors: the API's, the model's, its own", async () => {
    const client = await connect(chatUrl);
    await expect(say(client, "hello", { temperature: 7 })).rejects.toThrow(
      "temperature: is 7; the most allowed is 2.",
    );
    await expect(say(client, "hello", { max_tokens: 1.5 })).rejects.toThrow(
      "max_tokens: must be an integer, not 1.5.",
    );
    await expect(say(client, 7)).rejects.toThrow("message: must be a text, or an object with text");
    await expect(say(client, "/fail 2")).rejects.toThrow("The model failed. Try again.");
    expect(() => client.submit("/nope", {})).toThrow('No endpoint matching "/nope" was found.');
    expect(() => client.submit("/chat", { message: "x", topp: 1 })).toThrow("topp");
    expect(await say(client, "/echo still here")).toBe("still here");
  });

  it("sends files with a message; anything else is refused with what is allowed", async () => {
    const client = await connect(chatUrl);
    const note = new File(["bread, `salt`\n"], "näme &x.md");
    const sent = await say(client, { text: "/files", files: [note] });
    expect(sent).toContain("bread, `salt`");
    expect(sent).toContain("näme &x.md");
    const local = await say(client, { text: "/files", files: [handle_file("vitest.config.mts")] });
    expect(local).toContain("import { defineConfig }");

    const image = new File([Buffer.from("89504e470d0a1a0a0000", "hex")], "a.png", { type: "image/png" });
    await expect(say(client, { text: "see", files: [image] })).rejects.toThrow(
      "files: one of them was not taken. Texts, PDF, Word, Excel and PowerPoint files of at most 26214400 bytes are.",
    );
    const alone = await say(client, { text: "", files: [new File(["rye"], "alone.txt")] });
    expect(alone).toContain("alone");
  });

  it("lets a script for Node end", async () => {
    const code = `
      import { Client } from "@gradio/client";
      const client = await Client.connect(${JSON.stringify(chatUrl)});
      console.log((await client.predict("/chat", { message: "/echo done" })).data[0]);`;
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
      cwd: programDir,
      timeout: 20_000,
    });
    expect((await run).stdout).toBe("done\n");
  });
});

describe("Gradio's calls by hand", () => {
  const call = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const made = await fetch(`${chatUrl}/gradio_api${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const { event_id } = (await made.json()) as { event_id: string };
    const told = await fetch(`${chatUrl}/gradio_api${path}/${event_id}`);
    return (await told.text()).split("\n\n").filter(Boolean);
  };

  it("answer with the reply as it grows, whole each time", async () => {
    const told = await call("/call/chat", { data: ["/tokens 30 100"] });
    expect(told.length).toBeGreaterThan(2);
    expect(told[0]).toMatch(/^event: generating\ndata: \["word1 [^"]*",null\]$/);
    expect(told.at(-1)).toMatch(/^event: complete\ndata: \["word1 .* word30 ",null\]$/);
    expect(await call("/call/v2/chat", { message: "/echo hi", temperature: 1 })).toContain(
      'event: complete\ndata: ["hi",null]',
    );
  });

  it("tell what went wrong", async () => {
    const [failed] = await call("/call/v2/chat", { message: "hi", top_k: 3 });
    expect(failed).toContain("event: error\ndata: {");
    expect(failed).toContain(
      "top_k: is not known; known are message, system_prompt, temperature, max_tokens.",
    );
    const unknown = await fetch(`${chatUrl}/gradio_api/call/chat/nope`);
    expect(await unknown.text()).toBe('event: error\ndata: "404: Not Found"\n\n');
  });
});
