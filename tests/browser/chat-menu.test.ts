import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("The menu of a chat", () => {
  it("is walked by arrows and letters, and gives the focus back", async () => {
    const chat = await openChat();
    const { keyboard } = chat.page;
    await chat.ask("/echo a chat with a menu");
    const opener = chat.button("Actions for this chat");
    const isAt = (name: string) =>
      chat.page.getByRole("menuitem", { name, exact: true }).and(chat.page.locator(":focus")).waitFor();
    await opener.focus();
    await keyboard.press("Enter");
    await isAt("Rename");
    expect(await opener.getAttribute("aria-expanded")).toBe("true");
    await keyboard.press("ArrowDown");
    await isAt("Pin");
    await keyboard.press("End");
    await isAt("Delete");
    await keyboard.press("ArrowDown");
    await isAt("Rename");
    await keyboard.press("e");
    await isAt("Export as Markdown");
    await keyboard.press("e");
    await isAt("Export as JSON");
    await keyboard.press("Escape");
    await chat.page.getByRole("menu").waitFor({ state: "detached" });
    await opener.and(chat.page.locator(":focus")).waitFor();
  });

  it("closes with a click beside it, and lies within the smallest page", async () => {
    const chat = await openChat({ viewport: { width: 320, height: 400 } });
    await chat.ask("/echo a chat with a menu");
    await chat.button("Actions for this chat").click();
    const box = await chat.page.getByRole("menu").boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(400);
    await chat.page.mouse.click(20, 390);
    await chat.page.getByRole("menu").waitFor({ state: "detached" });
  });

  it("stays open while a reply grows and scrolls", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 4000 100");
    await chat.reached(reply, "word200 ");
    await chat.button("Actions for this chat").click();
    const item = chat.page.getByRole("menuitem", { name: "Rename" });
    await item.and(chat.page.locator(":focus")).waitFor();
    const before = await chat.log.evaluate((log) => log.scrollTop);
    await expect.poll(() => chat.log.evaluate((log) => log.scrollTop)).toBeGreaterThan(before + 100);
    expect(await item.and(chat.page.locator(":focus")).count()).toBe(1);
  });

  it("closes when its button scrolls out of sight, and gives the focus back", async () => {
    const chat = await openChat({ viewport: { width: 1280, height: 300 } });
    await chat.ask("/echo a chat with a menu");
    await chat.button("New chat").click();
    await chat.ask("/echo a chat more, for a list to scroll");
    await chat.link("a chat more").first().hover();
    const opener = chat.sidebar.getByRole("button", { name: "Actions for “/echo a chat more" }).first();
    await opener.click();
    const menu = chat.page.getByRole("menu");
    await menu.waitFor();
    const topOf = () => opener.evaluate((button) => button.getBoundingClientRect().top);
    const before = await topOf();
    const scrollBy = (px: number) =>
      chat.sidebar.locator(".list").evaluate((list, top) => list.scrollBy(0, top), px);
    await scrollBy(5);
    await expect.poll(topOf).toBe(before - 5);
    expect(await menu.isVisible()).toBe(true);
    await scrollBy(500);
    await menu.waitFor({ state: "detached" });
    expect(await opener.evaluate((button) => button.matches(":focus"))).toBe(true);
  });

  it("copies the conversation as Markdown", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    await chat.ask("/echo **bold** words");
    await chat.button("Actions for this chat").click();
    await chat.choose("Copy conversation");
    await chat.notices.filter({ hasText: "Conversation copied" }).waitFor();
    const copied = await chat.page.evaluate("navigator.clipboard.readText()");
    expect(copied).toMatch(
      /^# \/echo bold words\n\n.+\n\n---\n\n\*\*You\*\* · .+\n\n\/echo \*\*bold\*\* words\n/,
    );
    expect(copied).toMatch(/\*\*Parley\*\* · demo-model · .+\n\n\*\*bold\*\* words\n$/);
  });
});
