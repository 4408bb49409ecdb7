import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const scrollTop = (chat: ChatPage) => chat.log.evaluate((log) => log.scrollTop);
const height = (chat: ChatPage) => chat.log.evaluate((log) => log.scrollHeight);
const fromEnd = (chat: ChatPage) =>
  chat.log.evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));

describe("A long reply", () => {
  it("is followed by its reader, unless that one has scrolled up; a button goes back", async () => {
    const chat = await openChat({ viewport: { width: 900, height: 500 } });
    const jump = chat.button("Jump to the end");
    const reply = await chat.send("/tokens 2400 300");
    await chat.reached(reply, "word500 ");
    await expect.poll(() => fromEnd(chat), { interval: 10 }).toBe(0);
    expect(await jump.count()).toBe(0);

    await chat.log.hover();
    await chat.page.mouse.wheel(0, -300);
    await jump.waitFor();
    const [place, before] = [await scrollTop(chat), await height(chat)];
    await expect.poll(() => height(chat)).toBeGreaterThan(before + 100);
    expect(await scrollTop(chat)).toBe(place);
    expect(await reply.getAttribute("data-status")).toBe("running");

    await jump.click();
    await jump.waitFor({ state: "detached" });
    expect(await fromEnd(chat)).toBe(0);
    await chat.ended(reply);
    await expect.poll(() => fromEnd(chat)).toBe(0);
  });
});
