import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const narrowest = { ...phone, viewport: { width: 320, height: 568 } };

/** How much wider the page and its conversation are than the screen, px. */
async function overhang(chat: ChatPage): Promise<number> {
  const page = await chat.page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
  const views = await chat.page
    .locator("main, [role=log], nav, dialog[open], .foot")
    .evaluateAll((found) => found.map((view) => view.scrollWidth - view.clientWidth));
  return Math.max(page, ...views);
}

describe("On a phone", () => {
  it("the conversations are a drawer, which a choice, Escape or a touch beside it closes", async () => {
    const word = uniqueWord("fennel");
    const chat = await openChat(phone);
    await chat.ask(`/echo ${word}`);
    const main = chat.page.locator("main");
    const drawer = chat.page.locator("nav");
    expect(await drawer.isVisible()).toBe(false);

    const open = async () => {
      await chat.button("Show conversations").tap();
      await drawer.waitFor();
      expect(await main.getAttribute("inert")).not.toBeNull();
    };
    await open();
    await chat.page.touchscreen.tap(380, 400);
    await drawer.waitFor({ state: "hidden" });
    expect(await main.getAttribute("inert")).toBeNull();

    await open();
    // On nothing that takes the focus.
    await drawer.locator("header").tap({ position: { x: 100, y: 2 } });
    await chat.page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });

    await chat.button("New chat").tap();
    await open();
    await chat.link(word).tap();
    await drawer.waitFor({ state: "hidden" });
    await chat.reached(chat.replies, word);
  });

  it("nothing is wider than the narrowest screen", async () => {
    const chat = await openChat(narrowest);
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect(await overhang(chat)).toBe(0);
    await chat.ask("/markdown");
    expect(await overhang(chat)).toBe(0);
    await chat.ask(`/echo ${"https://example.com/".padEnd(300, "long")} \`${"x".repeat(200)}\``);
    expect(await overhang(chat)).toBe(0);
    await chat.openDialog("Use via API");
    expect(await overhang(chat)).toBe(0);
    await chat.button("Close").tap();
    await chat.button("Show conversations").tap();
    await chat.page.locator("nav").waitFor();
    expect(await overhang(chat)).toBe(0);
  });
});
