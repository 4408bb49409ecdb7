import { describe, expect, it } from "vitest";
import { type ReadOutWords, readOut } from "../../ui/markdown/read-out";

const words: ReadOutWords = {
  codeBlock: (lines) => `code ${lines}`,
  tableOf: (rows) => `table ${rows}`,
  formula: "formula",
};

/** What is said while a text grows character by character, and after its end. */
function heard(text: string): string[] {
  const said: string[] = [];
  let next = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const read = readOut(text.slice(0, length), next, false, words);
    said.push(...read.said);
    ({ next } = read);
  }
  return [...said, ...readOut(text, next, true, words).said];
}

describe("a growing reply, read out", () => {
  it("is said sentence by sentence, each once and when it is finished", () => {
    expect(readOut("One is done. Two is n", 0, false, words)).toEqual({ said: ["One is done."], next: 12 });
    expect(heard("One is done. Is two? Yes! And so on")).toEqual([
      "One is done.",
      "Is two?",
      "Yes!",
      "And so on",
    ]);
  });

  it("does not stop at abbreviations, numbers and decimals", () => {
    expect(heard("Take e.g. 3.5 kg of rye. Good.")).toEqual(["Take e.g. 3.5 kg of rye.", "Good."]);
    expect(heard("1. Mix it.\n2. Bake it.\n")).toEqual(["Mix it.", "Bake it."]);
  });

  it.each([
    ["これは本です。読みますか？はい！", ["これは本です。", "読みますか？", "はい！"]],
    ["这是书。你读吗？", ["这是书。", "你读吗？"]],
    ["هذا كتاب. هل تقرأ؟ نعم.", ["هذا كتاب.", "هل تقرأ؟", "نعم."]],
  ])("knows the full stops of other scripts: %s", (text, sentences) => {
    expect(heard(text)).toEqual(sentences);
  });

  it("leaves out the marks of headings, lists, links, emphasis and code", () => {
    expect(
      heard("## The *plan*\n\n- **Mix** `rye`\n- [x] See [the book](https://a.b/c)\n\n> Said_so _he_."),
    ).toEqual(["The plan", "Mix rye", "See the book", "Said_so he."]);
  });

  it("says of code, tables and formulas only what they are, when they are whole", () => {
    const code = "Look:\n\n```js\nlet a = 1. \nB();\n```\nDone.";
    expect(readOut(code.slice(0, 30), 0, false, words).said).toEqual(["Look:"]);
    expect(heard(code)).toEqual(["Look:", "code 2", "Done."]);
    expect(heard("| a | b |\n|---|---|\n| 1. One | 2 |\n\nThat was it.")).toEqual([
      "table 2",
      "That was it.",
    ]);
    expect(heard("So:\n\n$$\nx = 1. Y\n$$\n\nYes.")).toEqual(["So:", "formula", "Yes."]);
  });

  it("says a block that was never closed when the text has ended", () => {
    expect(heard("```\nlet a\nlet b")).toEqual(["code 2"]);
    expect(heard("| a |\n|---|\n| 1 |")).toEqual(["table 2"]);
  });
});
