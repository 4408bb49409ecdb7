import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const theme = (chat: ChatPage) => chat.page.locator("html").getAttribute("data-theme");
const ground = (chat: ChatPage) =>
  chat.page
    .locator("body")
    .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
const choose = async (chat: ChatPage, choice: string) => {
  const dialog = await chat.openDialog("Settings");
  await dialog.getByText(choice, { exact: true }).click();
  await chat.page.keyboard.press("Escape");
};

describe("The theme", () => {
  it("is the system's, and changes with it", async () => {
    const chat = await openChat({ colorScheme: "dark" });
    await expect.poll(() => theme(chat)).toBe("dark");
    expect(await ground(chat)).toBe("rgb(23, 22, 20)");
    await chat.page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => theme(chat)).toBe("light");
    expect(await ground(chat)).toBe("rgb(252, 252, 251)");
  });

  it("can be chosen against the system's, and stays", async () => {
    const chat = await openChat({ colorScheme: "light" });
    await choose(chat, "Dark");
    await expect.poll(() => theme(chat)).toBe("dark");
    await chat.page.reload();
    expect(await theme(chat)).toBe("dark");
    await chat.page.emulateMedia({ colorScheme: "dark" });
    await choose(chat, "Light");
    await expect.poll(() => theme(chat)).toBe("light");
    await chat.page.reload();
    expect(await theme(chat)).toBe("light");
    await choose(chat, "System");
    await expect.poll(() => theme(chat)).toBe("dark");
    await chat.page.reload();
    expect(await theme(chat)).toBe("dark");
  });
});
