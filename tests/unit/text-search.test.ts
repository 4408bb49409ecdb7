import { describe, expect, it } from "vitest";
import { excerptOf, searchPattern } from "../../runtime/core/text-search";

const excerpt = (text: string, search: string) => {
  const pattern = searchPattern(search);
  return pattern && excerptOf(text, pattern);
};

describe("a search", () => {
  it("finds whatever the case, also across a line break", () => {
    expect(excerpt("More SOURDOUGH\n  bread", " sourdough bread ")).toBe("More SOURDOUGH bread");
    expect(excerpt("ÄRGER im Büro", "ärger")).toBe("ÄRGER im Büro");
    expect(excerpt("Rye", "sour")).toBeUndefined();
  });

  it("takes every sign for itself", () => {
    const signs = "a.b*c(d)[e]{f}|g^$\\/-?+";
    expect(excerpt(`x ${signs} y`, signs)).toBe(`x ${signs} y`);
    expect(excerpt("abc", "a.c")).toBeUndefined();
  });

  it("for nothing is none", () => {
    expect([searchPattern(), searchPattern(""), searchPattern(" \n")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("an excerpt", () => {
  it("is about 120 characters around the match, cut at words", () => {
    const words = Array.from({ length: 100 }, (_, place) => `word${place}`).join(" ");
    expect(excerpt(words, "word50")).toBe(
      "…word43 word44 word45 word46 word47 word48 word49 word50 word51 word52 word53 word54 word55 word56 word57 word58 word59…",
    );
  });

  it("begins and ends with the text where it can", () => {
    expect(excerpt("one two three", "one")).toBe("one two three");
    expect(excerpt("one two three", "three")).toBe("one two three");
  });

  it("is one line", () => {
    expect(excerpt("# Bread\n\n- flour\n- water", "flour")).toBe("# Bread - flour - water");
  });

  it("is cut anywhere but within a character where there are no spaces", () => {
    const found = excerpt(`${"🍞".repeat(60)}x${"🥖".repeat(60)}`, "x") ?? "";
    expect(found.isWellFormed()).toBe(true);
    expect(found).toBe(`…${"🍞".repeat(25)}x${"🥖".repeat(35)}…`);
  });

  it("has the whole match, however long", () => {
    const long = "long ".repeat(40).trim();
    expect(excerpt(`a ${long} b`, long)).toBe(`a ${long} b`);
  });
});
