import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatServerUnderTest, plainSite, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest;
beforeEach(async () => {
  server = await startChatServer("key");
});
afterEach(() => server.close());

const part = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n';

it.each([
  ["ends in the middle of a file", "multipart/form-data; boundary=x", `${part}abc`],
  ["ends in the middle of a part's head", "multipart/form-data; boundary=x", part.slice(0, 30)],
  ["is empty", "multipart/form-data; boundary=x", ""],
  ["does not say where its parts end", "multipart/form-data", `${part}abc\r\n--x--\r\n`],
])("a form that %s is refused, and the server goes on", async (_what, type, payload) => {
  const key = { authorization: "Bearer pk-ada" };
  for (const url of ["/login", "/gradio_api/upload"]) {
    const headers = { ...key, "content-type": type };
    const { statusCode, body } = await server.app.inject({ method: "POST", url, headers, payload });
    expect([url, statusCode, body]).toEqual([url, 400, expect.stringContaining("The form cannot be read.")]);
  }
  expect((await server.app.inject({ url: "/config", headers: key })).statusCode).toBe(200);
});

it("a form with a file of the largest size has time to come over a slow line", () => {
  const bytesPerMs = 50;
  expect(server.app.server.requestTimeout).toBeGreaterThan(plainSite.files.maxFileBytes / bytesPerMs);
});
