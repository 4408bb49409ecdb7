import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

describe("A chat gets another name", () => {
  it("in the list, by its menu, which Enter stores and the page's title shows", async () => {
    const word = uniqueWord("tansy");
    const chat = await openChat();
    await chat.ask("/echo to be renamed");
    await chat.link("/echo to be renamed").waitFor();
    await chat.act("/echo to be renamed", "Rename");
    await chat.page.keyboard.type(word);
    await chat.page.keyboard.press("Enter");
    await chat.link(word).waitFor();
    expect(await chat.page.getByRole("heading", { level: 1 }).innerText()).toBe(word);
    expect(await chat.page.title()).toBe(`${word} · Parley`);
    await chat.page.reload();
    await chat.page.getByRole("heading", { level: 1, name: word }).waitFor();
  });

  it("in the list, with F2, which Escape leaves as it was", async () => {
    const word = uniqueWord("hyssop");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    await chat.link(word).focus();
    await chat.page.keyboard.press("F2");
    await chat.page.getByRole("textbox", { name: `New name of “/echo ${word}”` }).waitFor();
    await chat.page.keyboard.type("something else");
    await chat.page.keyboard.press("Escape");
    await chat.link(word).and(chat.page.locator(":focus")).waitFor();
    expect(await chat.link(word).innerText()).toBe(`/echo ${word}`);
  });

  it("above it, by the menu there, and on a phone too", async () => {
    const word = uniqueWord("angelica");
    const chat = await openChat({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await chat.ask("/echo to be renamed");
    await chat.button("Actions for this chat").tap();
    await chat.choose("Rename");
    await chat.page.keyboard.type(word);
    await chat.page.keyboard.press("Enter");
    await chat.page.getByRole("heading", { level: 1, name: word }).waitFor();
    await chat.button("Actions for this chat").and(chat.page.locator(":focus")).waitFor();
    expect(await chat.page.title()).toBe(`${word} · Parley`);
  });

  it("and has its old one again when that could not be stored, which is said", async () => {
    const word = uniqueWord("costmary");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    chat.expectProblem(/Failed to load resource/);
    await chat.page.route("**/api/conversations/*", (route) =>
      route.request().method() === "PATCH" ? route.abort() : route.continue(),
    );
    await chat.act(`/echo ${word}`, "Rename");
    await chat.page.keyboard.type("never stored");
    await chat.page.keyboard.press("Enter");
    await chat.notices.filter({ hasText: `Could not change “/echo ${word}”.` }).waitFor();
    await chat.link(word).waitFor();
    expect(await chat.page.getByRole("heading", { level: 1 }).innerText()).toBe(`/echo ${word}`);
  });
});
