import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

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
});
