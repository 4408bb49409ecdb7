import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest;
let origin: string;
beforeEach(async () => {
  server = await startChatServer("key");
  origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => server.close());

/** Announces a body of nearly 2 MB and sends none of it. */
async function announce(path: string): Promise<{ status?: number; body: string }> {
  const headers = { "content-type": "application/json", "content-length": 1_900_000 };
  const sent = request(`${origin}${path}`, { method: "POST", headers, agent: false });
  sent.flushHeaders();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const body = await text(answer);
  sent.destroy();
  return { status: answer.statusCode, body };
}

it.each(["/queue/join", "/call/chat", "/call/v2/chat", "/at/x.y/queue/join", "/upload"])(
  "%s refuses a stranger before the body has come",
  async (path) => {
    const { status, body } = await announce(`/gradio_api${path}`);
    expect([status, body]).toEqual([401, expect.stringContaining("Not authenticated")]);
  },
);

it.each(["/login", "/gradio_api/cancel", "/gradio_api/reset"])(
  "%s, which is open to strangers, takes no long body of them",
  async (path) => {
    const { status, body } = await announce(path);
    expect([status, body]).toEqual([
      413,
      '{"detail":"The request\'s body is over the limit of 8192 bytes."}',
    ]);
  },
);

it("a path that is none is refused before the body has come", async () => {
  const { status, body } = await announce("/nothing");
  expect([status, body]).toEqual([404, expect.stringContaining("There is no POST /nothing.")]);
});
