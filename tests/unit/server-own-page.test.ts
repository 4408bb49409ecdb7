import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";
import { getRaw } from "./fakes/raw-request";

describe("without sign-in, the API is read by this server's own page alone", () => {
  let server: ChatServerUnderTest;
  beforeEach(async () => {
    server = await startChatServer("none");
  });
  afterEach(() => server.close());

  const read = (headers: Record<string, string>) => server.app.inject({ url: "/api/conversations", headers });

  it.each([
    "localhost:3000",
    "parley.localhost",
    "127.0.0.1:3000",
    "[::1]:3000",
    "10.20.0.7",
    "d1.cloudfront.net",
  ])("under the name %s", async (host) => {
    expect((await read({ host })).statusCode).toBe(200);
  });

  it.each([
    "evil.example:3000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evilcloudfront.net",
    "cloudfront.net.evil.example",
    "evil.example/.cloudfront.net",
    "evil.example#.localhost",
  ])("not under a name that somebody else's DNS may lead here: %s", async (host) => {
    const answer = await read({ host });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "forbidden" } });
    expect(server.api.requests).toEqual([]);
  });

  it("says under which names it may be opened", async () => {
    expect((await read({ host: "evil.example:3000" })).json()).toMatchObject({
      error: {
        message:
          'Without sign-in the chat is open under localhost, an IP address or its CloudFront domain, not under "evil.example".',
      },
    });
  });

  it.each<Record<string, string>>([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
  ])("not from another site's page, which says %o", async (headers) => {
    expect((await read(headers)).statusCode).toBe(403);
    expect((await server.app.inject({ url: "/api/session", headers })).statusCode).toBe(403);
    expect(server.api.requests).toEqual([]);
  });
});

describe("with sign-in", () => {
  it("any name will do, since the cookie belongs to one", async () => {
    const server = await startChatServer("key");
    const answer = await server.app.inject({ url: "/api/session", headers: { host: "chat.example" } });
    expect(answer.statusCode).toBe(401);
    await server.close();
  });

  it("a forwarded address that is none counts as the client's own, and breaks nothing", async () => {
    const server = await startChatServer("key");
    const answer = await server.app.inject({
      method: "POST",
      url: "/sign-in",
      headers: { "x-forwarded-for": "garbage", "content-type": "application/x-www-form-urlencoded" },
      payload: "key=wrong",
    });
    expect(answer.statusCode).toBe(401);
    await server.close();
  });
});

describe("an address that is not one", () => {
  it.each([
    ["/api/%zz", 400, "bad_request"],
    ["http://evil.example/api/conversations", 404, "not_found"],
    ["/%61pi/conversations", 404, "not_found"],
    ["//evil.example/api/conversations", 404, "not_found"],
  ])("%s is answered %i in the contract's shape, and asks the API nothing", async (path, status, code) => {
    const server = await startChatServer("none");
    const origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
    expect(await getRaw(origin, path)).toEqual({ status, code });
    expect(server.api.requests).toEqual([]);
    await server.close();
  });
});
