import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("What stands in the box", () => {
  it("survives a reload", async () => {
    const chat = await openChat();
    await chat.write("half a thought\nand a");
    await chat.page.reload();
    await expect.poll(() => chat.box.inputValue()).toBe("half a thought\nand a");
    expect(await chat.sendButton.isEnabled()).toBe(true);
  });

  it("belongs to its conversation", async () => {
    const chat = await openChat();
    await chat.ask("/echo here");
    await chat.write("only here");
    await chat.button("New chat").click();
    await expect.poll(() => chat.box.inputValue()).toBe("");
    await chat.write("only there");
    await chat.page.goBack();
    await expect.poll(() => chat.box.inputValue()).toBe("only here");
    await chat.page.goForward();
    await expect.poll(() => chat.box.inputValue()).toBe("only there");
  });
});
