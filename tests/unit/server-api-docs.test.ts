import { afterEach, describe, expect, it } from "vitest";
import { type ChatServerUnderTest, plainSite, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest;
afterEach(() => server.close());

describe("the API's document on the chat's server", () => {
  it("names the operator's chat and the invoke URL", async () => {
    server = await startChatServer("none", "pk-server", { ...plainSite, site: { title: "Bakers" } });
    const answer = await server.app.inject({ url: "/docs/openapi.json" });
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.json()).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Bakers" },
      servers: [{ url: server.api.url.href }],
    });
  });

  it("is shown under a policy that takes nothing from elsewhere and no script that is not a file", async () => {
    server = await startChatServer("none");
    const { body, headers } = await server.app.inject({ url: "/docs" });
    expect(body).toContain("<title>API · Parley</title>");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https://files.example.com; " +
        "connect-src 'self' https://files.example.com; frame-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    );
    const page = await server.app.inject({ url: "/" });
    expect(page.headers["content-security-policy"]).not.toContain("unsafe");
  });

  it("is not told to strangers, who come back to it when they have signed in", async () => {
    server = await startChatServer("key");
    const page = await server.app.inject({ url: "/docs?x" });
    expect([page.statusCode, page.headers.location]).toEqual([302, "/sign-in?next=%2Fdocs"]);
    const refused = await server.app.inject({ url: "/docs/openapi.json" });
    expect([refused.statusCode, refused.json().error.code]).toEqual([401, "unauthorized"]);

    const payload = new URLSearchParams({ key: "pk-ada", next: "/docs" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const entered = await server.app.inject({ method: "POST", url: "/sign-in", headers, payload });
    expect(entered.headers.location).toBe("/docs");
    const cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]));
    const again = await server.app.inject({ url: "/docs", cookies });
    expect(again.statusCode).toBe(200);
  });
});
