import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

/** The demo model thinks in all the words that it is given, seventy a second. */
async function askForLongThought(chat: ChatPage) {
  const reply = await chat.send(`/think ${"knead the dough ".repeat(140)}`);
  const thought = reply.getByText("The request is: knead the dough");
  await thought.waitFor({ state: "attached" });
  return {
    reply,
    thought,
    fold: reply.locator("summary"),
    answerBegins: () => chat.reached(reply.locator(".md"), "This is a demonstration"),
  };
}

describe("What the model thinks", () => {
  it("is read as it comes once it is unfolded, and stays unfolded when the answer begins and ends", async () => {
    const chat = await openChat();
    const { reply, thought, fold, answerBegins } = await askForLongThought(chat);
    expect(await thought.isVisible()).toBe(false);
    expect(await fold.innerText()).toMatch(/^Thinking…( \d+ s)?$/);
    await fold.click();
    expect(await thought.isVisible()).toBe(true);
    const before = (await thought.innerText()).length;
    await expect.poll(async () => (await thought.innerText()).length).toBeGreaterThan(before);
    expect(await fold.innerText()).toMatch(/^Thinking…( \d+ s)?$/);

    await answerBegins();
    expect(await reply.getAttribute("data-status")).toBe("running");
    expect(await thought.isVisible()).toBe(true);
    await chat.ended(reply);
    expect(await fold.innerText()).toMatch(/^Thought for \d+(\.\d)? s$/);
    expect(await thought.isVisible()).toBe(true);
    expect(await thought.innerText()).toContain("I cannot think, so I shall arrange its words");
  });

  it("stays folded once it was folded again, also when the answer begins and ends", async () => {
    const chat = await openChat();
    const { reply, thought, fold, answerBegins } = await askForLongThought(chat);
    await fold.click();
    await thought.waitFor();
    await fold.click();
    await thought.waitFor({ state: "hidden" });
    await answerBegins();
    expect(await thought.isVisible()).toBe(false);
    await chat.ended(reply);
    expect(await thought.isVisible()).toBe(false);
  });
});
