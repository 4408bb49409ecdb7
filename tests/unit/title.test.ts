import { describe, expect, it } from "vitest";
import { titleOf } from "../../runtime/core/title";

describe("titleOf", () => {
  it.each([
    ["Outline a talk on sourdough", "Outline a talk on sourdough"],
    ["\n\n  ## A **bold** plan\nand more", "A bold plan"],
    ["- [the docs](https://example.org/x) say `npm start`", "the docs say npm start"],
    ["> 1. *Why* is the sky blue?", "Why is the sky blue?"],
    ["```ts\nconst a = 1", "const a = 1"],
    ["snake_case and 2 * 3 * 4 stay", "snake_case and 2 * 3 * 4 stay"],
    ["---\nRules", "Rules"],
    ["   \n\t", "New chat"],
  ])("of %j is %j", (message, title) => {
    expect(titleOf(message)).toBe(title);
  });

  it("of a long line is cut at a word, with 60 characters at most", () => {
    const title = titleOf(
      "Explain how a sourdough starter is kept alive, over a long winter, in a cold kitchen",
    );
    expect(title).toBe("Explain how a sourdough starter is kept alive, over a long…");
    expect(title.length).toBeLessThanOrEqual(60);
  });

  it("of one long word is cut within it, and never within a character", () => {
    expect(titleOf("🍞".repeat(80))).toBe(`${"🍞".repeat(59)}…`);
  });
});
