import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

/** What is drawn around something: width and style of a line. */
function line(of: Locator, kind: "border" | "outline"): Promise<string> {
  return of.evaluate((element, name) => {
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    const side = name === "border" ? "border-top" : name;
    return `${style?.getPropertyValue(`${side}-width`)} ${style?.getPropertyValue(`${side}-style`)}`;
  }, kind);
}

describe("Where the system chooses the colours", () => {
  it("lines show what is a button, what is chosen and where the focus is", async () => {
    const word = uniqueWord("sorrel");
    const chat = await openChat({ forcedColors: "active" });
    await chat.ask(`/echo ${word}`);
    await chat.write("more");
    for (const button of [chat.sendButton, chat.button("New chat"), chat.button("Settings")]) {
      expect(await line(button, "border")).toBe("1px solid");
    }
    expect(await line(chat.link(word), "outline")).toBe("2px solid");
    await chat.page.keyboard.press("Shift+Tab");
    expect(await line(chat.page.locator(":focus"), "outline")).toBe("2px solid");
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
