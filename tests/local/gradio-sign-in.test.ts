import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type ChatServers, startChatServers } from "./chat-servers";
import { connect, follow, say } from "./gradio-client";

const outputs = inject("outputs");
let servers: ChatServers;
beforeAll(async () => {
  servers = await startChatServers(outputs, inject("dataDir"), { signIn: "key", count: 2 });
});
afterAll(() => servers.close());

const connectSilently = (options: object) =>
  connect(servers.url, options).then(
    () => "connected",
    (error: Error) => error.message,
  );

describe("Gradio's client where an API key is needed", () => {
  it("signs in with any name and the key as password, and then does all it does", async () => {
    const client = await connect(servers.url, { auth: ["ada", outputs.apiKey] });
    expect(client.config).toMatchObject({ username: "owner" });
    expect(await say(client, "/echo in")).toBe("in");
    const file = new File(["rye and salt"], "x.txt");
    expect(await say(client, { text: "/files", files: [file] })).toContain("rye and salt");
    const job = client.submit("/chat", { message: "/tokens 1000 50" });
    expect((await follow(job, 3)).last.stage).toBe("complete");
  });

  it("sends the key in a header instead; cancelling needs none", async () => {
    const ways = [
      { headers: { Authorization: `Bearer ${outputs.apiKey}` } },
      { headers: { "x-hf-authorization": `Bearer ${outputs.apiKey}` } },
      { token: outputs.apiKey },
    ];
    for (const options of ways) {
      const client = await connect(servers.url, options);
      expect(await say(client, "/echo in")).toBe("in");
      const job = client.submit("/chat", { message: "/tokens 1000 50" });
      expect((await follow(job, 3)).last.stage).toBe("complete");
    }
  });

  it("is refused without a key and with a wrong one, each in words that say so", async () => {
    expect(await connectSilently({})).toContain("An API key is needed: auth with any user name");
    expect(await connectSilently({ auth: ["ada", "wrong"] })).toBe("Invalid credentials. Could not login. ");
    expect(await connectSilently({ headers: { Authorization: "Bearer wrong" } })).toContain(
      "An API key is needed",
    );
  });
});
