import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { ChatPage, countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A second tab", () => {
  it("shows what is asked in the first, and follows the reply to its end", async () => {
    const chat = await openChat();
    await chat.ask("/echo hello");
    const page = await chat.page.context().newPage();
    await page.goto(chat.path());
    const other = new ChatPage(page, chat.expectProblem);
    await other.ended(other.replies);

    await chat.send("/tokens 200 40");
    const reply = other.replies.nth(1);
    await other.reached(reply, "word5 ");
    expect(await reply.getAttribute("data-status")).toBe("running");
    await other.ended(reply);
    expect(await textOf(reply)).toBe(countedWords(200));
  });
});
