import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

/** A window of 1280 by 1024 at 400 %: so much of the page is left to see at a time. */
const zoomed = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };

/** How much wider than the screen the page is, and what in it scrolls as one, px. */
async function overhang({ page }: ChatPage): Promise<number> {
  const widths = await page
    .locator("html, main, [role=log], nav:visible, dialog[open], [role=menu]")
    .evaluateAll((views) => views.map((view) => view.scrollWidth - view.clientWidth));
  return Math.max(...widths);
}

/** What one could press or fill in, but cannot bring into sight, or only with something else above it. */
async function outOfReach(view: Locator): Promise<string[]> {
  const found: string[] = [];
  const controls = view.locator("button, a[href], input, textarea, select, summary, [role=menuitem]");
  for (const control of await controls.all()) {
    if (!(await control.isVisible()) || (await control.isDisabled())) continue;
    await control
      .click({ trial: true, timeout: 3_000 })
      .catch(async () => found.push(await control.evaluate((element) => element.outerHTML.slice(0, 200))));
  }
  return found;
}

describe("At 400 % nothing is wider than the screen, and everything can be reached, in", () => {
  it("the empty chat", async () => {
    const chat = await openChat(zoomed);
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect([await overhang(chat), await outOfReach(chat.page.locator("body"))]).toEqual([0, []]);
  });

  it("a chat with code and a table", async () => {
    const chat = await openChat(zoomed);
    await chat.ask("/markdown");
    expect([await overhang(chat), await outOfReach(chat.page.locator("body"))]).toEqual([0, []]);
  });

  it.for(["Settings of this chat", "Settings", "Use via API", "Shortcuts"])("the dialog %s", async (name) => {
    const chat = await openChat(zoomed);
    await chat.button(name).click();
    const dialog = chat.page.getByRole("dialog");
    await dialog.waitFor();
    expect([await overhang(chat), await outOfReach(dialog)]).toEqual([0, []]);
  });

  it("the drawer, and the menu of a chat", async () => {
    const chat = await openChat(zoomed);
    await chat.ask("/echo zoomed");
    await chat.button("Show conversations").click();
    await chat.sidebar.waitFor();
    expect([await overhang(chat), await outOfReach(chat.sidebar)]).toEqual([0, []]);
    await chat.page.keyboard.press("Escape");
    await chat.button("Actions for this chat").click();
    const menu = chat.page.getByRole("menu");
    await menu.waitFor();
    expect([await overhang(chat), await outOfReach(menu)]).toEqual([0, []]);
  });
});
