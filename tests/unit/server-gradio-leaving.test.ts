import { once } from "node:events";
import { request, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

const ada = { authorization: "Bearer pk-ada" };

let server: ChatServerUnderTest;
let origin: string;
beforeEach(async () => {
  server = await startChatServer("key");
  origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

/** Leaves while the key is asked about. Resolves when the server has done what it does then. */
async function leaveEarly(path: string): Promise<void> {
  let say = () => {};
  server.api.held = new Promise((resolve) => (say = resolve));
  const sent = request(`${origin}${path}`, { headers: ada, agent: false }).end();
  sent.on("error", () => {});
  const [, answer] = (await once(server.app.server, "request")) as [unknown, ServerResponse];
  await vi.waitFor(() => expect(server.api.requests.at(-1)?.path).toBe("/live/me"));
  sent.destroy();
  await once(answer, "close");
  say();
  // Waits for the same word on the key, and comes after.
  expect((await fetch(`${origin}/gradio_api/login_check`, { headers: ada })).status).toBe(200);
}

it.each(["heartbeat/s1", "queue/data?session_hash=s1"])(
  "%s begins nothing for a client that has left",
  async (route) => {
    const path = `/gradio_api/${route}`;
    const begun = vi.spyOn(globalThis, "setInterval");
    const beats = () => begun.mock.calls.filter(([, ms]) => ms === 15_000).length;
    await leaveEarly(path);
    expect(beats()).toBe(0);
    const stays = await fetch(`${origin}${path}`, { headers: ada });
    expect(beats()).toBe(1);
    await stays.body?.cancel();
  },
);
