import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe("A rating", () => {
  it("is given with a word on it, stays after a reload, and is taken back", async () => {
    const chat = await openChat();
    await chat.ask("/echo hello");
    await chat.button("Bad reply").click();
    const comment = chat.page.getByRole("textbox", { name: "What was wrong with it? (optional)" });
    expect(await comment.evaluate((box) => box.matches(":focus"))).toBe(true);
    expect(await axeViolations(chat.page)).toEqual([]);
    const stored = chat.page.waitForResponse((response) =>
      (response.request().postData() ?? "").includes("too short"),
    );
    await comment.fill("too short");
    await comment.press("Enter");
    expect((await stored).status()).toBe(200);

    await chat.page.reload();
    await chat.page.locator("[aria-pressed=true][data-rating=dislike][title='too short']").click();
    await chat.page.locator("[aria-pressed=false][data-rating=dislike]").waitFor();
  });

  it("is taken back, and said, when it cannot be stored", async () => {
    const chat = await openChat();
    chat.expectProblem(/ERR_FAILED/);
    await chat.ask("/echo hello");
    await chat.page.route("**/feedback", (route) => route.abort());
    await chat.button("Good reply").click();
    await chat.notices.filter({ hasText: "Your rating could not be stored." }).waitFor();
    await expect.poll(() => chat.button("Good reply").getAttribute("aria-pressed")).toBe("false");
  });

  it("is given by touch, with a word on it, on a phone as wide as it", async () => {
    const chat = await openChat(phone);
    await chat.ask("/echo hello");
    await chat.button("Good reply").tap();
    const comment = chat.page.getByRole("textbox", { name: "What was good about it? (optional)" });
    await comment.waitFor();
    // A keyboard that nobody asked for would cover half of the phone.
    expect(await comment.evaluate((box) => box.matches(":focus"))).toBe(false);
    const overhang = await chat.page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overhang).toBe(0);
    const { x, width } = (await comment.boundingBox()) ?? { x: 0, width: 0 };
    expect([x >= 0, x + width <= 390, width > 200]).toEqual([true, true, true]);
    expect(await axeViolations(chat.page)).toEqual([]);
    const stored = chat.page.waitForResponse((response) =>
      (response.request().postData() ?? "").includes("to the point"),
    );
    await comment.fill("to the point");
    await chat.button("Send comment").tap();
    expect((await stored).status()).toBe(200);
    await chat.page.locator("[aria-pressed=true][data-rating=like][title='to the point']").waitFor();
  });
});
