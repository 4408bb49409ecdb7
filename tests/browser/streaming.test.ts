import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A message", () => {
  it("is on the page at once, and its reply grows word by word until it is complete", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 80 40");
    expect(await chat.mine.innerText()).toContain("/tokens 80 40");

    for (const word of ["word5 ", "word20 ", "word40 "]) {
      await chat.reached(reply, word);
      expect(await reply.getAttribute("data-status")).toBe("running");
      expect(await reply.getAttribute("aria-busy")).toBe("true");
      expect(await textOf(reply)).not.toContain("word80");
    }
    await chat.ended(reply);
    expect(await reply.getAttribute("aria-busy")).toBe("false");
    expect(await textOf(reply)).toBe(countedWords(80));
    expect(await reply.locator("time").innerText()).toContain("80 tokens");
  });

  it("is followed by the next one in the same conversation", async () => {
    const chat = await openChat();
    await chat.ask("/echo first");
    const path = chat.path();
    expect(path).toMatch(/^\/c\/\w+$/);
    await chat.ask("/echo second");
    expect(chat.path()).toBe(path);
    expect(await chat.replies.locator(".md").allInnerTexts()).toEqual(["first", "second"]);
  });

  it("can be one of the examples", async () => {
    const chat = await openChat();
    await chat.page.getByRole("button", { name: "Outline a talk" }).click();
    await chat.reached(chat.replies, "This is a demonstration, not a language model");
    expect(await chat.mine.innerText()).toContain("Outline a 20-minute talk on sourdough for engineers.");
    await chat.ended(chat.replies);
  });
});
