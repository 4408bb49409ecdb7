import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("When a message was written", () => {
  it("shows with the mouse over it, the date with the mouse over that, and how long the reply took", async () => {
    const chat = await openChat({ locale: "en-GB", timezoneId: "Europe/Berlin" });
    const reply = await chat.ask("/tokens 3 100");
    const time = chat.mine.locator("time");
    const opacity = () => time.evaluate((node) => getComputedStyle(node).opacity);
    expect(await opacity()).toBe("0");
    await chat.mine.hover();
    await expect.poll(opacity).toBe("1");

    const at = new Date((await time.getAttribute("datetime")) ?? "");
    const options = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" } as const;
    const clock = at.toLocaleTimeString("en-GB", options);
    expect(await time.innerText()).toBe(clock);
    await time.hover();
    expect(await time.getAttribute("title")).toContain(`${at.getFullYear()}`);
    expect(await reply.locator("time").innerText()).toMatch(/^\d\d:\d\d · 3 tokens · [\d.]+ s$/);
  });
});
