import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { textOf } from "./chat-page";

const openChat = chatBrowser();

describe("The message box", () => {
  it("has the focus, breaks the line on Shift+Enter and sends on Enter", async () => {
    const chat = await openChat();
    await expect.poll(() => chat.box.evaluate((box) => box.matches(":focus"))).toBe(true);
    await chat.page.keyboard.type("/echo one");
    const { height = 0 } = (await chat.box.boundingBox()) ?? {};
    await chat.page.keyboard.press("Shift+Enter");
    await chat.page.keyboard.type("two");
    expect(await chat.box.inputValue()).toBe("/echo one\ntwo");
    expect((await chat.box.boundingBox())?.height).toBeGreaterThan(height);

    await chat.page.keyboard.press("Enter");
    await chat.ended(chat.replies);
    expect(await chat.box.inputValue()).toBe("");
    expect(await chat.mine.locator("p").innerText()).toBe("/echo one\ntwo");
    expect(await textOf(chat.replies)).toBe("one two");
  });

  it("is as high as what stands in it, however wide the page is", async () => {
    const chat = await openChat();
    const hidden = () => chat.box.evaluate((box) => box.scrollHeight - box.clientHeight);
    const height = () => chat.box.evaluate((box) => box.clientHeight);
    await chat.write("A line that is long. ".repeat(12));
    const wide = await height();
    await chat.page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(height).toBeGreaterThan(wide);
    expect(await hidden()).toBe(0);
    await chat.page.setViewportSize({ width: 1280, height: 844 });
    await expect.poll(height).toBe(wide);
  });

  it("sends nothing while it is empty", async () => {
    const chat = await openChat();
    expect(await chat.sendButton.isDisabled()).toBe(true);
    await chat.write("  \n ");
    await chat.box.press("Enter");
    expect(await chat.sendButton.isDisabled()).toBe(true);
    await chat.write("/echo something");
    await chat.sendButton.click();
    await chat.ended(chat.replies);
    expect(await chat.mine.count()).toBe(1);
  });

  it("keeps what is written while a reply is running, and says why it is not sent", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word3 ");
    await chat.write("and then");
    await chat.box.press("Enter");
    await chat.notices.filter({ hasText: "A reply is still running." }).waitFor();
    expect(await chat.box.inputValue()).toBe("and then");
    expect(await chat.mine.count()).toBe(1);
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
  });
});
