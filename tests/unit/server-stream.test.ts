import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

describe("a stream through the server", () => {
  let server: ChatServerUnderTest;
  let origin: string;
  /** The API's side of the stream that runs. */
  let upstream: Promise<ServerResponse>;

  beforeEach(async () => {
    server = await startChatServer("none");
    origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
    upstream = new Promise((resolve) => {
      server.api.answer = (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.flushHeaders();
        resolve(response);
      };
    });
  });
  afterEach(() => server.close());

  const post = (signal?: AbortSignal) =>
    fetch(`${origin}/api/chat`, { method: "POST", body: '{"message":"hi","stream":true}', signal });

  it("passes headers on before the first event, and each event as it is made", async () => {
    const answer = await post();
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    expect(answer.headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(answer.headers.get("x-accel-buffering")).toBe("no");

    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const api = await upstream;
    for (const text of ["one", "two", "three"]) {
      api.write(`data: ${text}\n\n`);
      expect((await reader.read()).value).toBe(`data: ${text}\n\n`);
    }
    api.end();
    expect((await reader.read()).done).toBe(true);
  });

  it("reads the reply to its end when the browser leaves", async () => {
    const leaving = new AbortController();
    const answer = await post(leaving.signal);
    const api = await upstream;
    api.write("data: one\n\n");
    await answer.body!.getReader().read();
    leaving.abort();

    // More than all buffers on the way hold: it only ends when somebody reads it.
    const ended = once(api, "finish");
    for (let i = 0; i < 64; i += 1) api.write(Buffer.alloc(1_000_000, "x"));
    api.end();
    await ended;
    await vi.waitFor(() =>
      expect(server.log.join("")).toContain("The answer came to its end after the browser had left."),
    );
  });

  it("breaks the browser's stream off when the API's breaks off", async () => {
    const answer = await post();
    const reader = answer.body!.getReader();
    const api = await upstream;
    api.write("data: one\n\n");
    await reader.read();
    api.destroy();
    await expect(reader.read()).rejects.toThrow("terminated");
    expect(server.log.join("")).toContain("The API's answer broke off.");
  });

  it("lets a running stream end before it closes, and takes no new connection meanwhile", async () => {
    const answer = await post();
    const api = await upstream;
    const closed = server.app.close();
    await vi.waitFor(() => expect(server.app.server.listening).toBe(false));
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow("fetch failed");

    api.end("data: last\n\n");
    expect(await answer.text()).toBe("data: last\n\n");
    await closed;
  });

  it("waits for a turn whose browser has left before it closes", async () => {
    const leaving = new AbortController();
    await post(leaving.signal);
    const api = await upstream;
    leaving.abort();
    let closed = false;
    const closing = server.app.close().then(() => (closed = true));
    await vi.waitFor(() => expect(server.app.server.listening).toBe(false));
    api.write("data: still here\n\n");
    expect(closed).toBe(false);
    api.end();
    await closing;
    expect(closed).toBe(true);
  });

  it("is not held open by a connection on which nothing was ever sent", async () => {
    const { port } = new URL(origin);
    const silent = connect(Number(port), "127.0.0.1");
    silent.on("error", () => {});
    await once(silent, "connect");
    await vi.waitFor(async () =>
      expect(await new Promise((resolve) => server.app.server.getConnections((_e, n) => resolve(n)))).toBe(1),
    );
    await server.app.close();
    expect(server.app.server.listening).toBe(false);
    silent.destroy();
  });
});
