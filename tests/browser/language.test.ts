import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("The language", () => {
  it("changes at once when another is chosen, and stays", async () => {
    const chat = await openChat();
    await chat.ask("/echo hello");
    const dialog = await chat.openDialog("Settings");
    await dialog.getByLabel("Language").selectOption("Deutsch");
    await chat.page.getByRole("dialog", { name: "Einstellungen" }).waitFor();
    await chat.page.keyboard.press("Escape");
    await chat.page.getByRole("textbox", { name: "Nachricht" }).waitFor();
    await chat.page
      .getByRole("button", { name: "Nachricht kopieren" })
      .first()
      .waitFor({ state: "attached" });
    expect(await chat.page.locator("html").getAttribute("lang")).toBe("de");

    await chat.page.reload();
    await chat.page.getByRole("textbox", { name: "Nachricht" }).waitFor();
    await chat.button("Einstellungen").click();
    await chat.page.getByLabel("Sprache").selectOption("System (English)");
    await chat.page.getByRole("dialog", { name: "Settings" }).waitFor();
  });

  it("is the browser's from the first paint: no word is in English before, no file is asked for late", async () => {
    const chat = await openChat({ locale: "fr-CA", path: "/sign-in-is-off" });
    chat.expectProblem(/status of 404/);
    const requested: string[] = [];
    chat.page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    // Every text the page ever had, from before its first script.
    await chat.page.addInitScript(`
      globalThis.seen = new Set();
      const look = () => document.body && seen.add(document.body.innerText + document.documentElement.lang);
      new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
    `);
    await chat.page.goto("/");
    await chat.page.getByRole("textbox", { name: "Message" }).waitFor();
    await chat.page.getByRole("button", { name: "Réglages", exact: true }).waitFor();
    const seen = await chat.page.evaluate<string[]>("[...seen]");
    expect(seen.filter((text) => /Settings|New chat/.test(text) || text.endsWith("en"))).toEqual([]);
    const early = requested.slice(
      0,
      requested.findIndex((path) => path.startsWith("/api/")),
    );
    expect(early.filter((path) => /\/fr-\w+\.js$/.test(path))).toHaveLength(1);
  });
});
