import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("Before the first word", () => {
  it("the page says that the model is at it", async () => {
    const chat = await openChat();
    const reply = await chat.send("/slow 1.5 bread");
    await reply.getByRole("status").filter({ hasText: "Thinking…" }).waitFor();
    await chat.ended(reply);
    expect(await reply.getByRole("status").count()).toBe(0);
  });

  it("what the model thinks is there, folded away", async () => {
    const chat = await openChat();
    const reply = await chat.ask("/think bread");
    const thought = reply.getByText("I cannot think, so I shall arrange its words");
    expect(await thought.isVisible()).toBe(false);
    await reply.getByText(/^Thought for \d+\.\d s$/).click();
    expect(await thought.isVisible()).toBe(true);
    expect(await reply.locator(".md").innerText()).not.toContain("I cannot think");
  });
});
