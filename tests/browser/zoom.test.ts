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
  // The elements themselves: a list that comes meanwhile would give the places of a locator to others.
  const controls = await view
    .locator("button, a[href], input, textarea, select, summary, [role=menuitem]")
    .elementHandles();
  for (const control of controls) {
    if (!(await control.isVisible()) || (await control.isDisabled())) continue;
    await control.click({ trial: true, timeout: 3_000 }).catch(async () => {
      const { isDeleted, outerHTML } = await control.evaluate((element: Element) => ({
        isDeleted: !element.isConnected && element.closest(".item") !== null,
        outerHTML: element.outerHTML,
      }));
      // What another test deletes from the list is nobody's to reach.
      if (!isDeleted) found.push(outerHTML.slice(0, 200));
    });
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

  it("the box for the name of a preset, which is wide enough to read what one writes", async () => {
    const chat = await openChat({ ...zoomed, locale: "de" });
    await chat.button("Einstellungen dieses Chats").click();
    const dialog = chat.page.getByRole("dialog");
    await dialog.getByLabel("Vorlage", { exact: true }).selectOption("Gliederung");
    await dialog.getByLabel("Temperatur").last().fill("0.5");
    await dialog.getByRole("button", { name: "Als eigene Vorlage speichern" }).click();
    const box = await dialog.getByRole("textbox", { name: "Name der Vorlage" }).boundingBox();
    expect(box?.width).toBeGreaterThan(180);
    expect([await overhang(chat), await outOfReach(dialog)]).toEqual([0, []]);
  });

  it("a temporary chat, whose messages have as much room as in any other", async () => {
    const chat = await openChat(zoomed);
    await chat.ask("/echo kept");
    const room = () => chat.log.evaluate((log) => log.clientHeight);
    const usual = await room();
    expect(usual).toBeGreaterThan(0);
    await chat.button("New chat").click();
    await chat.button("Temporary chat").click();
    await chat.ask("/echo not kept");
    expect(await room()).toBe(usual);
    expect(await chat.page.getByRole("heading", { name: "Temporary chat" }).isVisible()).toBe(true);
    await chat.button("Actions for this chat").click();
    expect([await overhang(chat), await outOfReach(chat.page.getByRole("menu"))]).toEqual([0, []]);
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
