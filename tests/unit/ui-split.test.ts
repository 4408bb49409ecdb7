import { array, assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { emptySplit, finishSplit, splitBlocks } from "../../ui/markdown/split";
import { createToHtml } from "../../ui/markdown/to-html";

const sample = [
  "# Title\n\nA paragraph\nof two lines.\n\n",
  "- one\n\n- two\n\n  ```js\n  let a;\n\n  let b;\n  ```\n\n- three\n\nAfter.\n\n",
  "```python\ndef f():\n\n    return 1\n```\nRight after.\n\n",
  "Text\n~~~\n```\n\n~~~\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
  "<details>\n<summary>More</summary>\n\nInside **bold**.\n\n</details>\n\n> quote\n\n    indented\n\n    code\n\nEnd.\n",
  "\n$$\nx\n\n= y\n$$\n\nA price of $5 and $10, and $x_1$.\n",
].join("");

function splitWhole(text: string) {
  return finishSplit(splitBlocks(emptySplit, text));
}

describe("splitBlocks", () => {
  it("cuts paragraphs at blank lines and keeps the last one open", () => {
    const split = splitBlocks(emptySplit, "One.\n\nTwo.\n\nThr");
    expect(split).toEqual({
      blocks: ["One.\n\n", "Two.\n\n"],
      tail: "Thr",
      definitions: "",
      footnotes: [],
      references: [],
      finishedChars: 12,
    });
  });

  it("keeps a list whole across blank lines and indented code", () => {
    expect(splitWhole("- a\n\n  more\n\n- b\n\nAfter").blocks).toEqual(["- a\n\n  more\n\n- b\n\n", "After"]);
  });

  it("finishes a code fence at its closing marker and not at a shorter one", () => {
    const split = splitBlocks(emptySplit, "````md\n```\n\n```\n````\nAfter");
    expect(split.blocks).toEqual(["````md\n```\n\n```\n````\n"]);
    expect(split.tail).toBe("After");
  });

  it("keeps an HTML element together until it is closed", () => {
    expect(splitWhole("<details>\n\nInside\n\n</details>\n\nAfter").blocks).toEqual([
      "<details>\n\nInside\n\n</details>\n\n",
      "After",
    ]);
  });

  it("collects link definitions once, and none from code", () => {
    const text = "See [a].\n\n[a]: https://a.example\n\n[a]: https://a.example\n\n```\n[b]: no\n```\n";
    expect(splitWhole(text).definitions).toBe("[a]: https://a.example");
  });

  it("keeps a displayed formula whole across blank lines, in a list too", () => {
    const formulas = "$$\na\n\n+ b\n$$\n\n\\[\nc\n\n= d\n\\]\n\n1. So\n\n   $$\n   e\n\nf\n   $$\n\nAfter";
    expect(splitWhole(formulas).blocks).toEqual([
      "$$\na\n\n+ b\n$$\n\n",
      "\\[\nc\n\n= d\n\\]\n\n",
      "1. So\n\n   $$\n   e\n\nf\n   $$\n\n",
      "After",
    ]);
  });

  it("takes what is never closed for no formula: code ends it, and so does its length", () => {
    expect(splitWhole("$$ in a shell\n\n```\necho $$\n```\n").blocks).toEqual([
      "$$ in a shell\n\n",
      "```\necho $$\n```\n",
    ]);
    const lines = "line\n\n".repeat(40);
    expect(splitWhole(`$$\n${lines}`).blocks.length).toBeGreaterThan(5);
  });

  it("collects footnotes with what is indented under them, and the order in which the text refers to them", () => {
    const text =
      "One[^b], two[^A], `code[^c]`.\n\n[^a]: Of a,\n    goes on.\n\n    And on.\n[^b]: Of b.\n\nAfter.\n\n```\n[^d]: no\n```\n";
    const { blocks, footnotes, references, definitions } = splitWhole(text);
    expect(blocks.slice(1, 4)).toEqual([
      "[^a]: Of a,\n    goes on.\n\n    And on.\n",
      "[^b]: Of b.\n\n",
      "After.\n\n",
    ]);
    expect(footnotes).toEqual([
      { label: "a", text: "Of a,\ngoes on.\n\nAnd on." },
      { label: "b", text: "Of b." },
    ]);
    expect(references).toEqual(["b", "a"]);
    expect(definitions).toBe("");
  });

  it("leaves finished blocks as they are when more comes", () => {
    const before = splitBlocks(emptySplit, "One.\n\nTwo");
    const after = splitBlocks(before, "One.\n\nTwo, longer");
    expect(after.blocks).toBe(before.blocks);
    expect(after.tail).toBe("Two, longer");
  });

  it("gives the same blocks however the text arrives, and loses none of it", () => {
    assert(
      property(array(nat(sample.length), { maxLength: 20 }), (cuts) => {
        const ends = [...cuts, sample.length].sort((one, other) => one - other);
        const grown = ends.reduce((split, end) => splitBlocks(split, sample.slice(0, end)), emptySplit);
        expect(grown).toEqual(splitBlocks(emptySplit, sample));
        expect(finishSplit(grown).blocks.join("")).toBe(sample);
      }),
    );
  });

  it("renders block by block as the whole text does", () => {
    const toHtml = createToHtml();
    const byBlock = splitWhole(sample)
      .blocks.map((block) => toHtml(block))
      .join("");
    expect(byBlock.replaceAll(/\s+/g, " ")).toBe(toHtml(sample).replaceAll(/\s+/g, " "));
  });
});
