import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type ChatServers, startChatServers } from "./chat-servers";
import { connect, follow, say } from "./gradio-client";

const outputs = inject("outputs");
let servers: ChatServers;
beforeAll(async () => {
  servers = await startChatServers(outputs, inject("dataDir"), { signIn: "none", count: 2 });
});
afterAll(() => servers.close());

describe("Gradio's client in front of two servers that take requests in turn", () => {
  it("calls in a row and at once, streams and cancels as with one", async () => {
    const client = await connect(servers.url);
    for (const word of ["one", "two", "three"]) expect(await say(client, `/echo ${word}`)).toBe(word);
    const together = ["four", "five", "six"].map((word) => say(client, `/echo ${word}`));
    expect(await Promise.all(together)).toEqual(["four", "five", "six"]);

    const { texts, last } = await follow(client.submit("/chat", { message: "/tokens 30 50" }));
    expect([texts.length > 5, texts.at(-1), last.stage]).toEqual([
      true,
      expect.stringMatching(/^word1 .* word30 $/),
      "complete",
    ]);
    const job = client.submit("/chat", { message: "/tokens 1000 50" });
    expect((await follow(job, 3)).last.stage).toBe("complete");
    expect(Math.min(...servers.requests)).toBeGreaterThan(4);
  });

  it("sends a file that the other server took", async () => {
    const client = await connect(servers.url);
    for (const name of ["a.txt", "b.txt"]) {
      const sent = await say(client, { text: "/files", files: [new File([`in ${name}`], name)] });
      expect(sent).toContain(`in ${name}`);
    }
  });

  it("makes calls by hand, whose session both servers know", async () => {
    const word = `hand${Date.now()}`;
    const calls: string[] = [];
    for (const message of [`/echo ${word} first`, "/echo second"]) {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ data: [message], session_hash: word });
      const made = await fetch(`${servers.url}/gradio_api/call/chat`, { method: "POST", headers, body });
      const { event_id } = (await made.json()) as { event_id: string };
      calls.push(await (await fetch(`${servers.url}/gradio_api/call/chat/${event_id}`)).text());
      // An odd number of requests in each round: the next one's call goes to the server that answered this one's.
      await fetch(`${servers.url}/healthz`);
    }
    expect(calls.map((told) => told.split("\n").at(-3))).toEqual([
      `data: ["${word} first",null]`,
      'data: ["second",null]',
    ]);
    const found = await fetch(`${servers.url}/api/conversations?q=${word}`);
    const { conversations } = (await found.json()) as { conversations: { id: string }[] };
    const route = `/api/conversations/${conversations[0]?.id}/messages`;
    const { messages } = (await (await fetch(servers.url + route)).json()) as {
      messages: { text: string }[];
    };
    expect(messages.map(({ text }) => text)).toEqual([
      "second",
      "/echo second",
      `${word} first`,
      `/echo ${word} first`,
    ]);
  });

  it("goes on, and knows what was said, when the server that it met first has been replaced", async () => {
    const one = { signIn: "none", count: 1 } as const;
    const word = `plum${Date.now()}`;
    const before = await startChatServers(outputs, inject("dataDir"), one);
    const client = await connect(before.url);
    expect(await say(client, `/echo ${word} before`)).toBe(`${word} before`);
    await before.close();
    const after = await startChatServers(outputs, inject("dataDir"), one);
    // The address stays the same on AWS; here it is the client's to know.
    client.config!.root = after.url;
    expect(await say(client, `/echo ${word} after`)).toBe(`${word} after`);
    const found = await fetch(`${after.url}/api/conversations?q=${word}`);
    expect(((await found.json()) as { conversations: unknown[] }).conversations).toHaveLength(1);
    await after.close();
  });
});
