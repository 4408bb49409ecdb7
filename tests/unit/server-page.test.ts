import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatServerUnderTest, frameHtml, mainScript, startChatServer } from "./fakes/chat-server";

describe("the page", () => {
  let server: ChatServerUnderTest;
  beforeAll(async () => {
    server = await startChatServer("none");
  });
  afterAll(() => server.close());

  it("answers a health check", async () => {
    const answer = await server.app.inject("/healthz");
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: "ok" });
  });

  it("has the browser read the conversation that it is opened at, and nothing elsewhere", async () => {
    const linkOf = async (path: string) => (await server.app.inject(path)).headers.link;
    const as = "rel=preload; as=fetch; crossorigin";
    expect(await linkOf("/c/01JABC?x=1")).toBe(
      `</api/conversations/01JABC>; ${as}, </api/conversations/01JABC/messages?limit=30>; ${as}`,
    );
    expect([await linkOf("/"), await linkOf("/c/%3E%22")]).toEqual([undefined, undefined]);
  });

  it.each(["/", "/c/01JABC", "/c/01JABC?x=1", "/c/%zz", "/c/%ff?x=%zz", `/c/${"x".repeat(300)}`])(
    "serves index.html at %s, to be asked for anew each time",
    async (url) => {
      const answer = await server.app.inject(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toMatch(/^<!doctype html>.*<main><\/main>$/);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    },
  );

  it("answers 304 to a browser that has this very index.html", async () => {
    const { etag } = (await server.app.inject("/")).headers;
    const again = await server.app.inject({ url: "/", headers: { "if-none-match": etag } });
    expect(again.statusCode).toBe(304);
    const other = await server.app.inject({ url: "/", headers: { "if-none-match": 'W/"other"' } });
    expect(other.statusCode).toBe(200);
  });

  it("serves the compressed file to a browser that takes it", async () => {
    const headers = { "accept-encoding": "gzip, br" };
    for (const url of ["/", "/assets/main-abc.js"]) {
      const answer = await server.app.inject({ url, headers });
      expect(answer.headers["content-encoding"]).toBe("br");
      const { body } = await server.app.inject(url);
      expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(body);
    }
  });

  it("lets hashed assets be kept for a year, and serves other files at the root", async () => {
    const script = await server.app.inject("/assets/main-abc.js");
    expect(script.body).toBe(mainScript);
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const other = await server.app.inject("/robots.txt");
    expect(other.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(other.headers["cache-control"]).toBe("no-cache");
  });

  it("answers 404 in the contract's shape for what is not there", async () => {
    const answer = await server.app.inject({
      url: "/nothing?q=secret",
      headers: { "x-request-id": "request-1" },
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({
      error: { code: "not_found", message: "There is no GET /nothing.", requestId: "request-1" },
    });
  });

  it("sends the security headers with every answer", async () => {
    for (const url of ["/", "/assets/main-abc.js", "/nothing", "/healthz"]) {
      const { headers } = await server.app.inject(url);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https://files.example.com; " +
          "connect-src 'self' https://files.example.com; " +
          "frame-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["permissions-policy"]).toContain("camera=()");
    }
  });

  it("lets the document that draws diagrams do nothing but run its own script, and be framed by the page", async () => {
    const { headers, body } = await server.app.inject("/diagram-frame.html");
    expect(body).toBe(frameHtml);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; " +
        "form-action 'none'; sandbox allow-scripts",
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const withQuery = await server.app.inject("/diagram-frame.html?x=1");
    expect(withQuery.headers["content-security-policy"]).toBe(headers["content-security-policy"]);
  });

  it("gives the script of that document, and no other file, to documents of any origin", async () => {
    const policyOf = async (url: string) =>
      (await server.app.inject(url)).headers["cross-origin-resource-policy"];
    expect(await policyOf("/assets/diagram-frame-abc.js")).toBe("cross-origin");
    expect(await policyOf("/assets/main-abc.js")).toBe("same-origin");
    expect(await policyOf("/diagram-frame.html")).toBe("same-origin");
  });

  it.each([
    { "cloudfront-forwarded-proto": "https", "x-forwarded-proto": "http" },
    { "x-forwarded-proto": "https" },
  ])("asks for https only where https is spoken: %o", async (headers) => {
    const secure = await server.app.inject({ url: "/", headers });
    expect(secure.headers["strict-transport-security"]).toBe("max-age=63072000");
    const plain = await server.app.inject("/");
    expect(plain.headers["strict-transport-security"]).toBeUndefined();
  });

  it("logs one line a request, with its id and path and without its query", async () => {
    server.log.length = 0;
    await server.app.inject({ url: "/?q=secret", headers: { "x-request-id": "request-2" } });
    expect(server.log).toHaveLength(1);
    const entry = JSON.parse(server.log[0] ?? "") as Record<string, unknown>;
    expect(entry).toMatchObject({
      requestId: "request-2",
      method: "GET",
      path: "/",
      res: { statusCode: 200 },
    });
    expect(server.log.join("")).not.toContain("secret");
  });

  it("makes a request id of its own when the given one is not plain", async () => {
    const { headers } = await server.app.inject({ url: "/", headers: { "x-request-id": "a b\tc" } });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
