import { once } from "node:events";
import {
  Agent,
  type IncomingMessage,
  type RequestListener,
  type Server,
  createServer,
  get,
  request as sendRequest,
} from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ReverseProxyOptions, createReverseProxy } from "../../local/aws/cloudfront/reverse-proxy";
import { closeServer, freePort, listenOnLoopback } from "../../local/aws/loopback-server";

const open: Server[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(closeServer));
});

async function listen(server: Server, port?: number): Promise<number> {
  open.push(server);
  return listenOnLoopback(server, port);
}

/** A proxy in front of a port, with its URL. */
async function proxyTo(
  port: number | undefined,
  options: Partial<ReverseProxyOptions> = {},
  readTimeoutMs = 5000,
) {
  const pick = () => (port === undefined ? undefined : { host: "127.0.0.1", port });
  const proxy = createReverseProxy({ route: () => ({ pick, readTimeoutMs }), ...options });
  return `http://127.0.0.1:${await listen(proxy)}`;
}

async function proxied(origin: RequestListener, readTimeoutMs?: number): Promise<string> {
  return proxyTo(await listen(createServer(origin)), {}, readTimeoutMs);
}

describe("the reverse proxy", () => {
  it("passes on path, body and headers, and adds who asks", async () => {
    const url = await proxied((request, response) => {
      const { host, cookie, "x-forwarded-for": forwardedFor } = request.headers;
      response.setHeader("set-cookie", ["a=1", "b=2"]);
      response.setHeader("x-seen", JSON.stringify({ url: request.url, host, cookie, forwardedFor }));
      response.statusCode = 201;
      request.pipe(response);
    });
    const answer = await fetch(`${url}/api/chat?x=1`, {
      method: "POST",
      body: "hello",
      headers: { cookie: "s=1" },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.text()).toBe("hello");
    expect(JSON.parse(answer.headers.get("x-seen") ?? "")).toEqual({
      url: "/api/chat?x=1",
      host: new URL(url).host,
      cookie: "s=1",
      forwardedFor: "127.0.0.1",
    });
  });

  it.each([
    ["chat.example.com", 421],
    ["127.0.0.1.example.com", 421],
    ["localhost:7860", 200],
    ["[::1]:7860", 200],
  ])("answers a request for the name %s with %i", async (host, status) => {
    const url = await proxied((_request, response) => void response.end());
    const asking = get(url, { headers: { host } });
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(status);
  });

  it("hands on each piece of a stream as it is made", async () => {
    let finish = () => {};
    const url = await proxied((_request, response) => {
      response.write("first");
      finish = () => response.end("last");
    });
    const reader = (await fetch(url)).body!.getReader();
    const decoder = new TextDecoder();
    expect(decoder.decode((await reader.read()).value)).toBe("first");
    finish();
    expect(decoder.decode((await reader.read()).value)).toBe("last");
  });

  it("hands on an answer that did not wait for the body, and takes the rest of it", async () => {
    const url = await proxied((_request, response) => void response.writeHead(401).end("Who are you?"));
    const agent = new Agent({ keepAlive: true });
    for (let tries = 0; tries < 3; tries += 1) {
      const sending = sendRequest(url, { method: "POST", agent });
      sending.end(Buffer.alloc(20_000_000));
      const sent = once(sending, "finish");
      const [answer] = (await once(sending, "response")) as [IncomingMessage];
      expect([answer.statusCode, await text(answer)]).toEqual([401, "Who are you?"]);
      await sent;
    }
    agent.destroy();
  });

  it("closes the request to the origin when the browser leaves", async () => {
    const events: string[] = [];
    const url = await proxied((_request, response) => {
      response.once("close", () => events.push("closed"));
      response.write("first");
    });
    const leaving = new AbortController();
    await fetch(url, { signal: leaving.signal });
    leaving.abort();
    await vi.waitUntil(() => events.length > 0);
    expect(events).toEqual(["closed"]);
  });

  it("waits for an origin that is being restarted", async () => {
    const port = await freePort();
    const url = await proxyTo(port);
    const answer = fetch(url, { method: "POST", body: "kept" });
    await listen(
      createServer((request, response) => request.pipe(response)),
      port,
    );
    expect(await (await answer).text()).toBe("kept");
  });

  it("answers 503 with a page that tries again while there is no healthy target", async () => {
    const answer = await fetch(await proxyTo(undefined, { waitMs: 150 }));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answer.text()).toContain('<meta http-equiv="refresh" content="2">');
  });

  it("answers 403 to a method that the path does not allow", async () => {
    const answer = await fetch(await proxyTo(undefined, { route: () => undefined }), { method: "POST" });
    expect(answer.status).toBe(403);
  });

  it("answers 502 when the origin breaks off before it answers", async () => {
    const answer = await fetch(await proxied((request) => request.socket.destroy()));
    expect(answer.status).toBe(502);
  });

  it("answers 504 when the origin is silent for too long", async () => {
    const answer = await fetch(await proxied(() => {}, 100));
    expect(answer.status).toBe(504);
  });

  it("breaks off its own answer when the origin breaks off within one", async () => {
    const url = await proxied((request, response) => {
      response.write("first", () => request.socket.destroy());
    });
    const answer = await fetch(url);
    await expect(answer.text()).rejects.toThrow("terminated");
  });
});
