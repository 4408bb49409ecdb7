import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("A dialog", () => {
  it("is closed by a click beside it, not by a selection that ends there", async () => {
    const chat = await openChat();
    const { mouse } = chat.page;
    await chat.button("Settings of this chat").click();
    const dialog = chat.page.getByRole("dialog", { name: "Settings of this chat" });
    const system = dialog.getByLabel("System prompt");
    await system.fill("Answer in one sentence.");
    const box = await system.boundingBox();
    const [x = 0, y = 0, width = 0] = [box?.x, box?.y, box?.width];

    await mouse.move(x + 20, y + 15);
    await mouse.down();
    await mouse.move(x + width + 200, y + 15, { steps: 4 });
    await mouse.up();
    expect(await dialog.isVisible()).toBe(true);
    const selected = await chat.page.evaluate("getSelection().toString()");
    expect(selected).toMatch(/sentence\.$/);

    await mouse.click(x + width + 200, y + 15);
    await dialog.waitFor({ state: "detached" });
  });

  it("is closed by going back, which leads to another chat", async () => {
    const chat = await openChat();
    await chat.ask("/echo before");
    await chat.button("New chat").click();
    await expect.poll(() => chat.path()).toBe("/");
    const dialog = await chat.openDialog("Settings");
    await chat.page.goBack();
    await dialog.waitFor({ state: "detached" });
    await chat.reached(chat.replies.first(), "before");
  });
});
