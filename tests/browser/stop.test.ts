import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("Stop", () => {
  it("ends the reply and keeps what was written, also after a reload", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word10 ");
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
    await reply.getByText("Stopped", { exact: true }).waitFor();
    await chat.sendButton.waitFor();

    const kept = await textOf(reply);
    expect(countedWords(2000).startsWith(kept)).toBe(true);
    expect(kept).toContain("word10");
    await chat.page.reload();
    await chat.ended(chat.replies, "stopped");
    expect(await textOf(chat.replies)).toBe(kept);
  });
});
