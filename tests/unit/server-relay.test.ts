import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../runtime/contract/limits";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";
import { getRaw } from "./fakes/raw-request";

describe("the relay to the API", () => {
  let server: ChatServerUnderTest;
  beforeEach(async () => {
    server = await startChatServer("none");
  });
  afterEach(() => server.close());

  it("carries the server's key and the user, and passes path, query, body and request id on", async () => {
    server.api.answer = (_request, response) =>
      response.writeHead(201, { "content-type": "application/json", "retry-after": "3" }).end('{"ok":true}');
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/conversations/1/stop?x=%C3%A4",
      headers: { "content-type": "application/json", "x-request-id": "request-1" },
      payload: '{"message":"hi"}',
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({ ok: true });
    expect(answer.headers).toMatchObject({
      "retry-after": "3",
      "cache-control": "no-store",
      "x-request-id": "request-1",
      "x-content-type-options": "nosniff",
    });
    expect(server.api.requests).toMatchObject([
      {
        method: "POST",
        path: "/live/conversations/1/stop?x=%C3%A4",
        body: '{"message":"hi"}',
        headers: {
          authorization: "Bearer pk-server",
          "x-parley-user": "owner",
          "x-request-id": "request-1",
          "content-type": "application/json",
          "content-length": "16",
          "accept-encoding": "identity",
        },
      },
    ]);
  });

  it("lets the browser say neither who it is nor anything of the connection", async () => {
    server.api.answer = (_request, response) =>
      response.setHeader("set-cookie", "a=b").setHeader("x-amzn-trace-id", "t").end("{}");
    const answer = await server.app.inject({
      url: "/api/conversations",
      headers: {
        authorization: "Bearer mine",
        "x-api-key": "mine",
        "x-parley-user": "eve",
        cookie: "session=1",
        te: "trailers",
        "x-forwarded-for": "1.2.3.4",
      },
    });
    const sent = server.api.requests[0]?.headers ?? {};
    expect(sent).toMatchObject({ authorization: "Bearer pk-server", "x-parley-user": "owner" });
    expect(Object.keys(sent)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(cookie|te|x-api-key|x-forwarded-for)$/)]),
    );
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.headers).not.toHaveProperty("x-amzn-trace-id");
  });

  it("passes the API's own errors on", async () => {
    const error = { error: { code: "not_found", message: "No such conversation.", requestId: "r" } };
    server.api.answer = (_request, response) => response.writeHead(404).end(JSON.stringify(error));
    const answer = await server.app.inject("/api/conversations/1");
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual(error);
  });

  it("takes a body of exactly the limit, and answers 413 to one byte more", async () => {
    const post = (bytes: number) =>
      server.app.inject({ method: "POST", url: "/api/chat", payload: Buffer.alloc(bytes, 32) });
    expect((await post(limits.bodyBytes)).statusCode).toBe(200);
    const over = await post(limits.bodyBytes + 1);
    expect(over.statusCode).toBe(413);
    expect(over.json()).toMatchObject({
      error: { code: "too_large", message: "The request's body is over the limit of 2000000 bytes." },
    });
    expect(server.api.requests).toHaveLength(1);
  });

  it.each(["/api/../prod/chat", "/api/%2e%2e/prod/chat", "/api/..\\prod\\chat", "/api/a/../../prod"])(
    "does not let %s lead out of the invoke URL",
    async (path) => {
      const origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
      const { status, code } = await getRaw(origin, path);
      expect({ status, code }).toEqual({ status: 404, code: "not_found" });
      expect(server.api.requests).toEqual([]);
    },
  );

  it("answers 502 in the contract's shape when the API cannot be reached, and sends a POST only once", async () => {
    let received = 0;
    server.api.answer = (request) => {
      received += 1;
      request.socket.destroy();
    };
    const answer = await server.app.inject({ method: "POST", url: "/api/chat", payload: "{}" });
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toMatchObject({
      error: { message: "The chat's API cannot be reached. Please try again." },
    });
    expect(received).toBe(1);
  });

  it("reads its key again when the API refuses it, and sends the request with the new one", async () => {
    server.api.answer = (request, response) =>
      response.writeHead(request.headers.authorization === "Bearer pk-new" ? 200 : 401).end("{}");
    server.stored.key = "pk-new";
    server.time.now += 60_000;
    const answer = await server.app.inject({ method: "POST", url: "/api/chat", payload: '{"a":1}' });
    expect(answer.statusCode).toBe(200);
    expect(server.api.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it("reads its key at most once a minute, and never tells the browser that it is signed out for it", async () => {
    server.api.answer = (_request, response) => response.writeHead(401).end("{}");
    server.time.now += 60_000;
    for (let i = 0; i < 3; i += 1) {
      expect((await server.app.inject("/api/conversations")).statusCode).toBe(502);
    }
    expect(server.stored.reads).toBe(2);
    server.time.now += 60_000;
    await server.app.inject("/api/conversations");
    expect(server.stored.reads).toBe(3);
  });

  it("tells the page who is in", async () => {
    const answer = await server.app.inject("/api/session");
    expect(answer.json()).toEqual({ signIn: "none", user: "owner" });
  });

  it.each([
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "same-origin", origin: "https://d1.cloudfront.net" }, 200],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "https://d1.cloudfront.net" }, 200],
    [{}, 200],
  ])("answers a POST that says %o with %i", async (headers, status) => {
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/chat",
      headers: { host: "d1.cloudfront.net", ...headers },
      payload: "{}",
    });
    expect(answer.statusCode).toBe(status);
    expect(server.api.requests).toHaveLength(status === 200 ? 1 : 0);
  });

  it("lets a link from another site open the page", async () => {
    const answer = await server.app.inject({ url: "/", headers: { "sec-fetch-site": "cross-site" } });
    expect(answer.statusCode).toBe(200);
  });

  it("logs neither keys nor what was written", async () => {
    await server.app.inject({
      method: "POST",
      url: "/api/chat?q=written",
      headers: { authorization: "Bearer mine", cookie: "c=cookie" },
      payload: '{"message":"written"}',
    });
    expect(server.log.join("")).toContain('"path":"/api/chat"');
    expect(server.log.join("")).not.toMatch(/written|mine|cookie|pk-server/);
  });
});
