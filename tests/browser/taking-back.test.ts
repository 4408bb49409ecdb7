import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { textOf } from "./chat-page";

const openChat = chatBrowser();

describe("The last turn", () => {
  it("is taken back into the box, also over a reload, and shown again", async () => {
    const chat = await openChat();
    await chat.ask("/echo one");
    await chat.ask("/echo two");
    await chat.button("Take back the last turn").click();
    await expect.poll(() => chat.replies.count()).toBe(1);
    expect(await chat.box.inputValue()).toBe("/echo two");

    await chat.page.reload();
    await chat.button("Show it again").waitFor();
    expect(await chat.replies.count()).toBe(1);
    expect(await chat.box.inputValue()).toBe("/echo two");
    await chat.button("Show it again").click();
    await expect.poll(() => chat.replies.count()).toBe(2);
    expect(await chat.box.inputValue()).toBe("");
    expect(await textOf(chat.replies.nth(1))).toBe("two");
  });

  it("is another version of itself when it is sent anew", async () => {
    const chat = await openChat();
    await chat.ask("/echo one");
    await chat.button("Take back the last turn").click();
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect(await textOf(await chat.ask("/echo other"))).toBe("other");
    await chat.mine.getByRole("group", { name: "Version 2 of 2" }).waitFor();
  });
});
