import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A page that is reloaded in mid-reply", () => {
  it("follows the reply to its end", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 280 40");
    await chat.reached(reply, "word50 ");
    await chat.page.reload();

    await chat.reached(chat.replies, "word40 ");
    expect(await chat.replies.getAttribute("data-status")).toBe("running");
    await chat.ended(chat.replies);
    expect(await textOf(chat.replies)).toBe(countedWords(280));
  });

  it("can still stop it", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word10 ");
    await chat.page.reload();
    await chat.stopButton.click();
    await chat.ended(chat.replies, "stopped");
    expect(countedWords(2000).startsWith(await textOf(chat.replies))).toBe(true);
  });
});
