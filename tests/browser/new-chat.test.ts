import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("New chat", () => {
  it("begins an empty conversation with the focus in the box", async () => {
    const chat = await openChat();
    await chat.ask("/echo before");
    const before = chat.path();
    await chat.button("New chat").click();
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect(chat.path()).toBe("/");
    expect(await chat.replies.count()).toBe(0);
    await expect.poll(() => chat.box.evaluate((box) => box.matches(":focus"))).toBe(true);

    await chat.ask("/echo after");
    expect(chat.path()).not.toBe(before);
    expect(await textOf(chat.replies)).toBe("after");
  });

  it("leaves a running reply to run to its end", async () => {
    const word = uniqueWord("tansy");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const reply = await chat.send("/tokens 80 40");
    await chat.reached(reply, "word10 ");
    await chat.button("New chat").click();
    await chat.ask("/echo meanwhile");
    await chat.link(word).click();
    await chat.ended(chat.replies.nth(1));
    expect(await textOf(chat.replies.nth(1))).toBe(countedWords(80));
  });
});
