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
