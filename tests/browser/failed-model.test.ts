import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A reply that the model breaks off", () => {
  it("keeps what was written, says that it failed, and is tried again as a second version", async () => {
    const chat = await openChat();
    const reply = await chat.send("/fail 5");
    await chat.ended(reply, "failed");
    expect(await textOf(reply)).toBe(countedWords(5));
    expect(await reply.locator("[data-status=failed]").innerText()).toContain("model");

    await reply.getByRole("button", { name: "Try again" }).click();
    await chat.page.getByRole("group", { name: "Version 2 of 2" }).waitFor();
    await chat.ended(chat.replies, "failed");
    expect(await chat.replies.count()).toBe(1);

    await chat.button("Previous version").click();
    await chat.page.getByRole("group", { name: "Version 1 of 2" }).waitFor();
    expect(await textOf(chat.replies)).toBe(countedWords(5));
    expect(await chat.mine.getByRole("group").count()).toBe(0);
  });

  it("does not end the conversation", async () => {
    const chat = await openChat();
    await chat.ended(await chat.send("/fail 0"), "failed");
    const reply = await chat.ask("/echo onwards");
    expect(await textOf(reply)).toBe("onwards");
  });
});
