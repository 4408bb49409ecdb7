import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("Versions of a reply", () => {
  it("are made from one question, and the one that was chosen is shown after a reload", async () => {
    const chat = await openChat();
    await chat.ask("/echo same");
    await chat.button("Try another reply").click();
    await chat.replies.getByRole("group", { name: "Version 2 of 2" }).waitFor();
    await chat.ended(chat.replies);
    expect(await chat.mine.getByRole("group").count()).toBe(0);

    await chat.button("Previous version").focus();
    await chat.page.keyboard.press("Enter");
    await chat.replies.getByRole("group", { name: "Version 1 of 2" }).waitFor();
    await expect
      .poll(() => chat.button("Next version").evaluate((button) => button.matches(":focus")))
      .toBe(true);
    await chat.page.reload();
    await chat.replies.getByRole("group", { name: "Version 1 of 2" }).waitFor();

    await chat.ask("/echo onwards");
    await chat.page.reload();
    await chat.ended(chat.replies.nth(1));
    await chat.replies.first().getByRole("group", { name: "Version 1 of 2" }).waitFor();
  });
});
