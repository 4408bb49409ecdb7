import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const focused = (chat: ChatPage) => chat.page.locator(":focus").getAttribute("aria-label");

describe("A shortcut", () => {
  it("goes to the search and to the box, hides the list, begins a chat", async () => {
    const chat = await openChat();
    const { keyboard } = chat.page;
    await chat.box.waitFor();
    await keyboard.press("Control+b");
    await chat.sidebar.waitFor({ state: "hidden" });
    await keyboard.press("Control+k");
    await expect.poll(() => focused(chat)).toBe("Search chats");
    await keyboard.press("Shift+Escape");
    await expect.poll(() => focused(chat)).toBe("Message");
    await chat.ask("/echo hello");
    await keyboard.press("Control+Shift+o");
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    await expect.poll(() => focused(chat)).toBe("Message");
  });

  it("stops the reply, and copies what it has", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word5 ");
    await chat.page.keyboard.press("Escape");
    await chat.ended(reply, "stopped");
    await chat.page.keyboard.press("Alt+Shift+c");
    const copied = () => chat.page.evaluate<string>("navigator.clipboard.readText()");
    await expect.poll(copied).toMatch(/^word1 word2 word3 word4 word5 /);
  });

  it("goes through the chats of the list", async () => {
    const word = uniqueWord("sorrel");
    const chat = await openChat();
    await chat.ask(`/echo ${word} one`);
    await chat.page.keyboard.press("Control+Shift+o");
    await chat.ask(`/echo ${word} two`);
    await chat.page.keyboard.press("Alt+ArrowDown");
    await chat.reached(chat.replies, `${word} one`);
    await chat.page.keyboard.press("Alt+ArrowUp");
    await chat.reached(chat.replies, `${word} two`);
    expect(await chat.page.title()).toBe(`/echo ${word} two · Parley`);
  });
});

describe("The list of shortcuts", () => {
  it("opens at ?, but not while one writes; Escape leaves the reply running", async () => {
    const chat = await openChat();
    const { keyboard } = chat.page;
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word5 ");
    await keyboard.press("?");
    expect(await chat.box.inputValue()).toBe("?");
    await chat.box.blur();
    await keyboard.press("?");
    const sheet = chat.page.getByRole("dialog", { name: "Shortcuts" });
    await sheet.getByText("Copy the last reply").waitFor();
    await keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    expect(await reply.getAttribute("data-status")).toBe("running");
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
  });

  it("is found in the settings too, for those who do not know its key; the focus then goes back to the page", async () => {
    const chat = await openChat();
    const settings = await chat.openDialog("Settings");
    await settings.getByRole("button", { name: "Shortcuts" }).click();
    const sheet = chat.page.getByRole("dialog", { name: "Shortcuts" });
    await sheet.getByText("Copy the last reply").waitFor();
    expect(await chat.page.getByRole("dialog").count()).toBe(1);
    await chat.page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await expect
      .poll(() => chat.button("Settings").evaluate((button) => button.matches(":focus")))
      .toBe(true);
  });

  it("says the keys, and has nothing that axe-core finds wrong", async () => {
    const chat = await openChat();
    const sheet = await chat.openDialog("Shortcuts");
    const rows = await sheet.locator("dl > div").allInnerTexts();
    expect(rows.map((row) => row.replaceAll(/\s+/g, " ").trim())).toContain("New chat Ctrl Shift O");
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
