import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const apart = (one: Box, other: Box) =>
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x ||
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y;

describe("For fingers", () => {
  it("what can be done with a message is 40 px large, and covers neither its text nor that of the next", async () => {
    const chat = await openChat(phone);
    await chat.ask("/echo one");
    await chat.ask("/echo two");
    const boxesOf = (selector: string) =>
      chat.log.locator(selector).evaluateAll((found) =>
        found.map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x, y, width, height };
        }),
      );
    const buttons = await boxesOf(".acts button");
    expect(buttons).toHaveLength(4 + 5 + 6);
    expect(buttons.filter(({ width, height }) => width < 40 || height < 40)).toEqual([]);
    const texts = await boxesOf(".mine > p, .reply .md");
    expect(texts).toHaveLength(4);
    const others = (index: number) => [...buttons.slice(index + 1), ...texts];
    const covered = buttons.filter((button, index) => !others(index).every((other) => apart(button, other)));
    expect(covered).toEqual([]);
    // Nor is anything cut off by the edge of the screen.
    expect(buttons.filter(({ x, width }) => x < 0 || x + width > 390)).toEqual([]);
  });
});
