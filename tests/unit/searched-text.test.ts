import { describe, expect, it } from "vitest";
import { searchedExpression, searchedText } from "../../runtime/core/searched-text";
import { searchPattern } from "../../runtime/core/text-search";

describe("A text as it is searched", () => {
  it("is the same whatever its case and its white space, as long as before", () => {
    const text = "Äpfel, ΟΔΟΣ\tund\u00a0Straße 𐐀 粉!";
    expect(searchedText(text)).toBe("äpfel, οδοσ und straße 𐐨 粉!");
    const characters = (whole: string) => whole.match(/./gsu)?.length;
    expect(characters(searchedText(text))).toBe(characters(text));
  });

  it("takes the characters for the same that a search in memory takes for the same", () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x1e943; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const folded = searchedText(character);
      const pattern = searchPattern(character);
      if (folded === character || !pattern) continue;
      if (!pattern.test(folded)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });
});

describe("What finds it", () => {
  it("takes every sign for itself, and any white space for a break", () => {
    expect(searchedExpression("  What  is 1+1?\n(really)")).toBe(
      "what[[:space:]]+is[[:space:]]+1\\+1\\?[[:space:]]+\\(really\\)",
    );
  });

  it("is nothing for a search of nothing", () => {
    expect(searchedExpression(" \u00a0")).toBeUndefined();
    expect(searchedExpression()).toBeUndefined();
  });
});
