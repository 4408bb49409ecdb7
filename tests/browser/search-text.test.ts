import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

describe("The search through chats", () => {
  it("finds a word in a text, shows where, and opens the chat at that message", async () => {
    const word = uniqueWord("samphire");
    const chat = await openChat();
    await chat.ask("/echo a chat of some length");
    await chat.ask(`/echo here it says ${word} once`);
    await chat.ask(`/tokens 1500 5000`);
    await chat.button("New chat").click();
    await chat.page.getByRole("searchbox", { name: "Search chats" }).fill(word.toUpperCase());
    const hit = chat.sidebar.getByRole("link", { name: "/echo a chat of some length" });
    await hit.locator("mark").first().waitFor();
    expect(await hit.locator("mark").first().innerText()).toBe(word);
    await chat.sidebar.getByText("1 chat found").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);

    await hit.click();
    expect(new URL(chat.page.url()).hash.length).toBeGreaterThan(20);
    const message = chat.log.getByText(`here it says ${word} once`, { exact: true }).first();
    await message.waitFor();
    const isInSight = () =>
      message.evaluate((shown) => {
        const { top, bottom } = shown.getBoundingClientRect();
        const view = shown.closest("[role=log]")?.getBoundingClientRect();
        return view !== undefined && top >= view.top && bottom <= view.bottom;
      });
    await expect.poll(isInSight).toBe(true);
  });
});
