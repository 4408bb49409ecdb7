import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import { textOf } from "./chat-page";

const openChat = chatBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe("A message of one's own", () => {
  it("is written anew in its place, as another version that leaves the first as it was", async () => {
    const chat = await openChat();
    await chat.ask("/echo first");
    await chat.ask("/echo later");
    await chat.mine.first().hover();
    await chat.mine.first().getByRole("button", { name: "Edit message" }).click();
    const editor = chat.page.getByRole("textbox", { name: "Edited message" });
    expect(await editor.evaluate((box) => box.matches(":focus"))).toBe(true);
    expect(await axeViolations(chat.page)).toEqual([]);
    await editor.fill("/echo second");
    await editor.press("Enter");
    await chat.ended(chat.replies);
    await expect.poll(() => textOf(chat.replies)).toBe("second");
    expect(await chat.mine.count()).toBe(1);

    await chat.mine.getByRole("group", { name: "Version 2 of 2" }).waitFor();
    await chat.button("Previous version").click();
    await chat.mine.first().getByRole("group", { name: "Version 1 of 2" }).waitFor();
    expect(await chat.replies.locator(".md").allInnerTexts()).toEqual(["first", "later"]);
  });

  it("stays as it is on Escape, and the focus goes back to where it came from", async () => {
    const chat = await openChat();
    await chat.ask("/echo first");
    await chat.box.press("ArrowUp");
    const editor = chat.page.getByRole("textbox", { name: "Edited message" });
    await editor.fill("something else");
    await editor.press("Escape");
    await expect.poll(() => chat.box.evaluate((box) => box.matches(":focus"))).toBe(true);

    await chat.mine.hover();
    await chat.button("Edit message").click();
    await editor.press("Escape");
    await expect
      .poll(() => chat.button("Edit message").evaluate((button) => button.matches(":focus")))
      .toBe(true);
    expect(await chat.mine.locator("p").innerText()).toBe("/echo first");
  });

  it("is written anew by touch, on a phone as wide as it", async () => {
    const chat = await openChat(phone);
    await chat.ask(`/echo ${"first ".repeat(40)}`);
    await chat.button("Edit message").tap();
    const editor = chat.page.getByRole("textbox", { name: "Edited message" });
    const { x, width } = (await editor.boundingBox()) ?? { x: 0, width: 0 };
    expect([x >= 0, x + width <= 390, width > 300]).toEqual([true, true, true]);
    const overhang = () => chat.page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(await overhang()).toBe(0);
    expect(await axeViolations(chat.page)).toEqual([]);
    await editor.fill("/echo second");
    await chat.button("Save and send").tap();
    await expect.poll(() => textOf(chat.replies)).toBe("second");
    await chat.ended(chat.replies);

    await chat.button("Previous version").tap();
    await chat.mine.getByRole("group", { name: "Version 1 of 2" }).waitFor();
    await chat.reached(chat.replies, "first first");
    expect(await overhang()).toBe(0);
  });
});
