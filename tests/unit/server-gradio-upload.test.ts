import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest;
let origin: string;
beforeEach(async () => {
  server = await startChatServer("key");
  origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => server.close());

it("an upload over a slow line is asked for its key once, when it begins", async () => {
  const headers = { authorization: "Bearer pk-ada", "content-type": "multipart/form-data; boundary=x" };
  const sent = request(`${origin}/gradio_api/upload`, { method: "POST", headers, agent: false });
  sent.write("--x\r\n");
  await vi.waitFor(() => expect(server.api.requests.map(({ path }) => path)).toEqual(["/live/me"]));
  server.api.keys.clear();
  server.time.now += 10 * 60_000;
  sent.end('Content-Disposition: form-data; name="note"\r\n\r\nno file\r\n--x--\r\n');
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  expect([answer.statusCode, await text(answer)]).toEqual([200, "[]"]);
});
