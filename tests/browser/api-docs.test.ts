import { describe, expect, inject, it } from "vitest";
import { violationsNow } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

// Whatever leaves this machine, and whatever the policy refuses, which is an error of the console, fails each of these.
describe("The API's document in the browser", () => {
  it("is opened from where a script is begun", async () => {
    const chat = await openChat();
    const panel = await chat.openDialog("Use via API");
    const opened = chat.page.waitForEvent("popup");
    await panel.getByRole("link", { name: "Every route of the API, in its document" }).click();
    const page = await opened;
    await page.getByRole("heading", { name: "Parley" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/docs");
  });

  it("shows every section and how a route is asked, from this server alone", async () => {
    const { page } = await openChat();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).origin));
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => console.error(violatedDirective, blockedURI))",
    );
    await page.goto("/docs");
    const sections = page.getByRole("complementary", { name: "Sidebar for Parley" });
    await sections.getByRole("link", { name: "Conversations", exact: true }).click();
    await sections.getByRole("link", { name: /^Imports a conversation as it was exported/ }).click();
    const route = page.getByRole("region", { name: "Imports a conversation as it was exported" });
    await expect.poll(() => route.innerText()).toContain(`${inject("outputs").invokeUrl}/conversations`);
    expect(await route.innerText()).toContain('"title": "What makes sourdough rise?"');
    expect(new Set(requests)).toEqual(new Set([new URL(page.url()).origin]));
  });

  it("is as dark as the chat was made", async () => {
    const { page } = await openChat();
    await page.evaluate("localStorage.setItem('parley:theme', 'dark')");
    await page.goto("/docs");
    await page.getByRole("heading", { name: "Chat", exact: true }).waitFor();
    const colours = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(colours).toBe("rgb(23, 22, 20)");
  });

  it("has nothing that axe-core finds wrong", { timeout: 60_000 }, async () => {
    const { page } = await openChat();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto("/docs");
      await page.getByRole("heading", { name: "Chat", exact: true }).waitFor();
      expect(await violationsNow(page)).toEqual([]);
    }
  });
});
