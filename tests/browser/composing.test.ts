import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

/** The Enter that takes a word: most browsers say that composing is going on, Safari that it was a key of it. */
const takingKeys = {
  Chromium: { key: "Enter", isComposing: true, bubbles: true, cancelable: true },
  Safari: { key: "Enter", keyCode: 229, bubbles: true, cancelable: true },
};

describe("The Enter that takes a word from an input method", () => {
  it.for(Object.entries(takingKeys))("sends nothing, as %s tells of it", async ([, key]) => {
    const chat = await openChat();
    await chat.write("今日は");
    await chat.box.dispatchEvent("keydown", key);
    expect(await chat.box.inputValue()).toBe("今日は");
    expect(await chat.mine.count()).toBe(0);

    await chat.box.press("Enter");
    await chat.mine.filter({ hasText: "今日は" }).waitFor();
    await chat.ended(chat.replies);
    await chat.button("Edit message").click();
    const editor = chat.page.getByRole("textbox", { name: "Edited message" });
    // It takes the focus, and puts the cursor where it belongs, when it is shown.
    await expect.poll(() => editor.evaluate((box) => box === document.activeElement)).toBe(true);
    await editor.fill("明日は");
    await editor.dispatchEvent("keydown", key);
    expect(await editor.inputValue()).toBe("明日は");
  });
});
