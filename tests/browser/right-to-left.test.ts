import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const arabic = { locale: "ar-EG" };

const askInArabic = async (chat: ChatPage, text: string) => {
  const reply = chat.replies.nth(await chat.replies.count());
  const box = chat.page.getByRole("textbox", { name: "الرسالة" });
  await box.fill(text);
  await box.press("Enter");
  await chat.ended(reply);
  return reply;
};

/** Which way a part of a message is read. */
const direction = (message: Locator, selector: string) =>
  message
    .locator(selector)
    .first()
    .evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).direction);

describe("In Arabic", () => {
  it("the page is read from the right: the list stands there, and its arrows point the other way", async () => {
    const chat = await openChat(arabic);
    await chat.page.getByRole("textbox", { name: "الرسالة" }).waitFor();
    expect(await chat.page.locator("html").getAttribute("dir")).toBe("rtl");
    const list = await chat.page.locator("nav").boundingBox();
    const box = await chat.page.locator("textarea").boundingBox();
    expect(list?.x).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0));
    const panel = chat.page.locator("nav header svg");
    const scale = await panel.evaluate(
      (icon) => icon.ownerDocument.defaultView?.getComputedStyle(icon).scale,
    );
    expect(scale).toBe("-1 1");
  });

  it("each message is read by its own script, and code from the left", async () => {
    const chat = await openChat(arabic);
    expect(await direction(await askInArabic(chat, "/echo ما هذا الخبز؟"), ".md > div")).toBe("rtl");
    expect(await direction(await askInArabic(chat, "/echo Plain words."), ".md > div")).toBe("ltr");
    expect(await direction(await askInArabic(chat, "/markdown"), ".md pre")).toBe("ltr");
  });

  it("what one writes is read by its own script, in every box for words", async () => {
    const chat = await openChat(arabic);
    const boxes = chat.page.locator("textarea, input:not([type=radio], [type=file])");
    const ways = () =>
      boxes.evaluateAll((found) =>
        found.map((box) => box.ownerDocument.defaultView?.getComputedStyle(box).unicodeBidi),
      );
    await chat.page.getByRole("textbox", { name: "الرسالة" }).waitFor();
    expect(await ways()).toEqual(["plaintext", "plaintext"]);
    await askInArabic(chat, "/echo Plain words.");
    await chat.page.getByRole("button", { name: "رد جيد" }).click();
    await chat.page.locator("h1").hover();
    await chat.page.getByRole("link", { name: "/echo Plain words." }).first().dblclick();
    await expect.poll(ways).toEqual(["plaintext", "plaintext", "plaintext", "plaintext"]);
  });

  it.for([1280, 390, 320])("nothing is wider than a window of %i px", async (width) => {
    const chat = await openChat({ ...arabic, viewport: { width, height: 800 } });
    await askInArabic(chat, "/markdown");
    const overhang = await chat.page
      .locator("html, main, [role=log], .foot")
      .evaluateAll((found) => found.map((view) => view.scrollWidth - view.clientWidth));
    expect(Math.max(...overhang)).toBe(0);
  });

  it("axe-core finds nothing wrong, light or dark", async () => {
    const chat = await openChat(arabic);
    await chat.page.getByRole("heading", { level: 2 }).first().waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await askInArabic(chat, "/markdown");
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.page.getByRole("button", { name: "الإعدادات", exact: true }).click();
    await chat.page.getByRole("dialog").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
