import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

const form = { "content-type": "application/x-www-form-urlencoded" };

describe("sign-in with an API key", () => {
  let server: ChatServerUnderTest;
  beforeEach(async () => {
    server = await startChatServer("key");
  });
  afterEach(() => server.close());

  const enter = (fields: Record<string, string>, headers: Record<string, string> = {}, at = server) =>
    at.app.inject({
      method: "POST",
      url: "/sign-in",
      headers: { ...form, ...headers },
      payload: new URLSearchParams(fields).toString(),
    });

  async function sessionOf(fields = { key: "pk-ada" }, at = server): Promise<Record<string, string>> {
    const { cookies } = await enter(fields, {}, at);
    return Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
  }

  it("sends a stranger from a page to the sign-in page, which leads back", async () => {
    const root = await server.app.inject("/");
    expect([root.statusCode, root.headers.location]).toEqual([302, "/sign-in"]);
    const conversation = await server.app.inject("/c/01JABC");
    expect(conversation.headers.location).toBe("/sign-in?next=%2Fc%2F01JABC");
    const page = await server.app.inject("/sign-in?next=%2Fc%2F01JABC");
    expect(page.body).toContain('<input type="hidden" name="next" value="/c/01JABC">');
    const entered = await enter({ key: "pk-ada", next: "/c/01JABC" });
    expect([entered.statusCode, entered.headers.location]).toEqual([303, "/c/01JABC"]);
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "/c/../x", '/c/"><script>'])(
    "does not lead on to %s",
    async (next) => {
      expect((await enter({ key: "pk-ada", next })).headers.location).toBe("/");
      const page = await server.app.inject(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(page.body).toContain('name="next" value="/"');
    },
  );

  it("answers a stranger's API request with 401, and asks the API nothing", async () => {
    for (const url of ["/api/session", "/api/conversations"]) {
      const answer = await server.app.inject(url);
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ error: { code: "unauthorized", message: "Please sign in." } });
    }
    expect(server.api.requests).toEqual([]);
  });

  it("lets a valid key in with a cookie that no script can read and nobody can decrypt", async () => {
    const { cookies } = await enter({ key: "pk-ada" });
    expect(cookies).toEqual([
      {
        name: expect.stringMatching(/^parley-[0-9a-f]{8}$/) as string,
        value: expect.stringMatching(/^[\w+/=]+;[\w+/=]+$/) as string,
        path: "/",
        maxAge: 604_800,
        httpOnly: true,
        sameSite: "Lax",
      },
    ]);
    expect(Buffer.from(cookies[0]?.value ?? "", "base64").toString("latin1")).not.toContain("pk-ada");
  });

  it("marks the cookie Secure where the browser speaks https", async () => {
    const { cookies } = await enter({ key: "pk-ada" }, { "cloudfront-forwarded-proto": "https" });
    expect(cookies[0]).toMatchObject({ secure: true, httpOnly: true });
  });

  it("relays for the user that the key belongs to, with the server's own key", async () => {
    const cookies = await sessionOf();
    expect((await server.app.inject({ url: "/", cookies })).statusCode).toBe(200);
    const session = await server.app.inject({ url: "/api/session", cookies });
    expect(session.json()).toEqual({ signIn: "key", user: "ada" });
    await server.app.inject({ url: "/api/conversations", cookies });
    expect(server.api.requests.at(-1)?.headers).toMatchObject({
      authorization: "Bearer pk-server",
      "x-parley-user": "ada",
    });
  });

  it("takes the cookie of another server of the group, not one under another server key", async () => {
    const cookies = await sessionOf();
    const twin = await startChatServer("key");
    const stranger = await startChatServer("key", "pk-other-server");
    const ask = ({ app }: ChatServerUnderTest, name: string, value: string) =>
      app.inject({ url: "/api/session", cookies: { [name]: value } });
    const [[name, value] = ["", ""]] = Object.entries(cookies);
    expect((await ask(twin, name, value)).json()).toEqual({ signIn: "key", user: "ada" });
    const [ownName = ""] = Object.keys(await sessionOf({ key: "pk-ada" }, stranger));
    expect(ownName).not.toBe(name);
    expect((await ask(stranger, ownName, value)).statusCode).toBe(401);
    await twin.close();
    await stranger.close();
  });

  it("says that a wrong key is wrong, slowly, and lets nobody in", async () => {
    const answer = await enter({ key: "pk-wrong" });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('<p id="error" role="alert">This key is not valid.</p>');
    expect(answer.body).not.toContain("pk-");
    expect(answer.cookies).toEqual([]);
    expect(server.sleeps).toEqual([500]);
  });

  it("answers the eleventh try within a minute with 429, for this address alone", async () => {
    const from = (ip: string) => ({ "x-forwarded-for": `6.6.6.6, ${ip}, 10.0.0.7` });
    for (let i = 0; i < 10; i += 1) {
      expect((await enter({ key: "wrong" }, from("203.0.113.1"))).statusCode).toBe(401);
    }
    const blocked = await enter({ key: "pk-ada" }, from("203.0.113.1"));
    expect(blocked.statusCode).toBe(429);
    expect(blocked.headers["retry-after"]).toBe("60");
    expect(blocked.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(blocked.body).toContain("Too many tries. Please wait 60 s.");
    expect((await enter({ key: "pk-ada" }, from("203.0.113.2"))).statusCode).toBe(303);
  });

  it("ends the session within a minute when the key is revoked", async () => {
    const cookies = await sessionOf();
    const session = () => server.app.inject({ url: "/api/session", cookies });
    expect((await session()).statusCode).toBe(200);
    server.api.keys.delete("pk-ada");
    server.time.now += 29_999;
    expect((await session()).statusCode).toBe(200);
    server.time.now += 1;
    const ended = await session();
    expect(ended.statusCode).toBe(401);
    expect(ended.cookies).toMatchObject([{ value: "", maxAge: 0 }]);
    expect((await server.app.inject({ url: "/", cookies })).headers.location).toBe("/sign-in");
  });

  it("asks the API about a key once in half a minute, however many requests there are", async () => {
    const cookies = await sessionOf();
    server.api.requests.length = 0;
    await Promise.all(Array.from({ length: 5 }, () => server.app.inject({ url: "/api/session", cookies })));
    expect(server.api.requests.map(({ path }) => path)).toEqual(["/live/me"]);
  });

  it("keeps the session, but relays nothing, while the API cannot confirm it", async () => {
    const cookies = await sessionOf();
    await server.api.close();
    expect((await server.app.inject({ url: "/", cookies })).statusCode).toBe(200);
    const answer = await server.app.inject({ url: "/api/conversations", cookies });
    expect(answer.statusCode).toBe(502);
    expect(answer.cookies).toEqual([]);
    const entering = await enter({ key: "pk-ada" });
    expect(entering.statusCode).toBe(502);
    expect(entering.body).toContain("The key cannot be checked now. Please try again.");
  });

  it("keeps the session of who has used up their key's requests, and says so to who signs in", async () => {
    const cookies = await sessionOf();
    server.api.limited.add("pk-ada");
    server.time.now += 30_000;
    await server.app.inject({ url: "/api/conversations", cookies });
    expect(server.api.requests.at(-1)?.headers).toMatchObject({ "x-parley-user": "ada" });
    // Of another server, which has not seen the key before.
    const twin = await startChatServer("key");
    twin.api.limited.add("pk-ada");
    const session = await twin.app.inject({ url: "/api/session", cookies });
    expect(session.json()).toEqual({ signIn: "key", user: "ada" });
    const entering = await enter({ key: "pk-ada" }, {}, twin);
    expect([entering.statusCode, entering.cookies]).toEqual([429, []]);
    expect(entering.body).toContain("No requests are left for this key now. Please try again later.");
    await twin.close();
  });

  it("signs out", async () => {
    const cookies = await sessionOf();
    const answer = await server.app.inject({ method: "POST", url: "/sign-out", cookies });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/sign-in"]);
    expect(answer.cookies).toMatchObject([{ name: Object.keys(cookies)[0], value: "", maxAge: 0 }]);
  });

  it("takes neither sign-in nor sign-out from another site's page", async () => {
    expect((await enter({ key: "pk-ada" }, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    const out = await server.app.inject({
      method: "POST",
      url: "/sign-out",
      headers: { origin: "https://evil.example" },
    });
    expect(out.statusCode).toBe(403);
  });

  it("answers a form over 4 kB with 413", async () => {
    expect((await enter({ key: "x".repeat(5_000) })).statusCode).toBe(413);
  });

  it("serves the page's style from a file of its own, and keeps assets open", async () => {
    const page = await server.app.inject("/sign-in");
    expect(page.body).not.toMatch(/<script|<style|style=/);
    const [, href = ""] = /rel="stylesheet" href="([^"]+)"/.exec(page.body) ?? [];
    const css = await server.app.inject(href);
    expect(css.headers["content-type"]).toBe("text/css; charset=utf-8");
    expect(css.body).toContain("prefers-color-scheme: dark");
    expect((await server.app.inject("/assets/main-abc.js")).statusCode).toBe(200);
  });

  it("logs no key", async () => {
    await enter({ key: "pk-ada" });
    await enter({ key: "pk-wrong" });
    expect(server.log.length).toBeGreaterThan(0);
    expect(server.log.join("")).not.toMatch(/pk-/);
  });
});
