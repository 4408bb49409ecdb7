import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import { textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A conversation", () => {
  it("is in the list, also after a reload, and opens from there", async () => {
    const word = uniqueWord("quince");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const path = chat.path();
    await chat.link(word).waitFor();
    expect(await chat.link(word).getAttribute("aria-current")).toBe("page");

    await chat.page.goto("/");
    expect(await chat.replies.count()).toBe(0);
    await chat.link(word).click();
    await chat.ended(chat.replies);
    expect(chat.path()).toBe(path);
    expect(await textOf(chat.replies)).toBe(word);
    expect(await chat.page.title()).toBe(`/echo ${word} · Parley`);
  });

  it("is in the list also when that took longer to load than the first message to send", async () => {
    const word = uniqueWord("damson");
    const chat = await openChat();
    let letThrough = () => {};
    const isSent = new Promise<void>((resolve) => (letThrough = resolve));
    await chat.page.route("**/api/conversations?*", async (route) => {
      const response = await route.fetch();
      await isSent;
      await route.fulfill({ response });
    });
    await chat.page.reload();
    await chat.ask(`/echo ${word}`);
    letThrough();
    await chat.sidebar.locator("[aria-busy=false]").waitFor();
    expect(await chat.link(word).count()).toBe(1);
  });

  it("opens by its address, in a browser that was never there", async () => {
    const chat = await openChat();
    await chat.ask("/echo by its address");
    const visitor = await openChat({ path: chat.path() });
    await visitor.ended(visitor.replies);
    expect(await textOf(visitor.replies)).toBe("by its address");
  });

  it("comes and goes with back and forward", async () => {
    const chat = await openChat();
    await chat.ask("/echo one of them");
    const first = chat.path();
    await chat.button("New chat").click();
    await chat.ask("/echo the other");
    const second = chat.path();

    await chat.page.goBack();
    await chat.reached(chat.replies, "one of them");
    expect(chat.path()).toBe(first);
    await chat.page.goForward();
    await chat.reached(chat.replies, "the other");
    expect(chat.path()).toBe(second);
  });

  it("is found by a word of its title", async () => {
    const word = uniqueWord("medlar");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const found = chat.sidebar.getByRole("link");
    await chat.page.getByRole("searchbox", { name: "Search chats" }).fill(word.toUpperCase());
    await expect.poll(() => found.allInnerTexts()).toEqual([`/echo ${word}`]);
    await chat.page.getByRole("searchbox", { name: "Search chats" }).fill(`${word}x`);
    await chat.sidebar.getByText("Nothing found").waitFor();
    expect(await found.count()).toBe(0);
  });

  it("that does not exist is said not to", async () => {
    const chat = await openChat({ path: "/c/01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    chat.expectProblem(/status of 404 .*\/api\/conversations\/01ARZ3NDEKTSV4RRFFQ69G5FAV/);
    await chat.page.getByRole("alert").getByText("There is no such chat, or it is not yours.").waitFor();
    await chat.page.getByRole("main").getByRole("button", { name: "New chat" }).click();
    expect(await textOf(await chat.ask("/echo here then"))).toBe("here then");
  });

  it("whose address was mistyped is said not to exist, as any other", async () => {
    const chat = await openChat({ path: "/c/%zz" });
    chat.expectProblem(/status of 404 .*\/api\/conversations\/%25zz/);
    await chat.page.getByRole("alert").getByText("There is no such chat, or it is not yours.").waitFor();
    expect(chat.path()).toBe("/c/%zz");
  });
});
