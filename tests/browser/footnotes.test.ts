import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const text = "First[^b] and second[^1].\n\nThird[^b], none[^x].\n\n[^1]: Of **one**.\n[^b]: See `b`.\n\nEnd.";

describe("Footnotes in a reply", () => {
  it("are numbered as the text refers to them and stand below it, each message's for itself", async () => {
    const chat = await openChat();
    await chat.ask(`/echo ${text}`);
    const reply = await chat.ask(`/echo ${text}`);
    const notes = reply.getByRole("group", { name: "Footnotes" });
    expect(await reply.locator("sup").allInnerTexts()).toEqual(["1", "2", "1"]);
    expect((await notes.getByRole("listitem").allInnerTexts()).map((note) => note.split(/\s*↩/)[0])).toEqual([
      "See b.",
      "Of one.",
    ]);
    expect(await notes.locator("strong").innerText()).toBe("one");
    expect(await reply.getByText("Third").innerText()).toContain("none[^x].");
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("are gone to and come back from, by mouse and keyboard, without a change of address", async () => {
    const chat = await openChat();
    await chat.ask(`/echo ${text}`);
    const reply = await chat.ask(`/echo ${text}`);
    const address = chat.page.url();
    await reply.getByRole("button", { name: "Footnote 2", exact: true }).click();
    const note = reply.getByRole("listitem").filter({ hasText: "Of one." });
    expect(await note.evaluate((item) => item === item.ownerDocument.activeElement)).toBe(true);
    await chat.page.keyboard.press("Tab");
    await chat.page.keyboard.press("Enter");
    const back = reply.getByRole("button", { name: "Footnote 2", exact: true });
    expect(await back.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    expect(chat.page.url()).toBe(address);
  });
});
