import { describe, expect, it } from "vitest";
import { texOf } from "../../ui/markdown/math";
import { createToHtml } from "../../ui/markdown/to-html";

const toHtml = createToHtml();
/** The formulas in a text, each with how it is to be shown. */
const formulasIn = (markdown: string, isFinal = true) =>
  [...toHtml(markdown, { footnotes: [], isFinal }).matchAll(/<var data-math="(\w+)">([^<]*)<\/var>/g)].map(
    ([, kind, source]) => `${kind} ${source}`,
  );

describe("A formula", () => {
  it.each([
    ["$x$", "inline $x$"],
    ["so $a_1 * b_2 * c$ is", "inline $a_1 * b_2 * c$"],
    [String.raw`the $n$th, \(x^2\)`, String.raw`inline $n$|inline \(x^2\)`],
    [String.raw`$\$5$`, String.raw`inline $\$5$`],
    ["$5$ and $3 + 4$", "inline $5$|inline $3 + 4$"],
    ["sum $$x$$ here", "block $$x$$"],
    ["$$\na\n\n= b\n$$", "block $$\na\n\n= b\n$$"],
    [String.raw`\[ a < b \]`, String.raw`block \[ a &lt; b \]`],
    ["Text:\n$$\na\n=\n$$\nmore", "block $$\na\n=\n$$"],
    ["- item\n\n  $$\n  a\n  $$", "block $$\na\n$$"],
    ["*so* $a*b$ *and*", "inline $a*b$"],
    ["| a |\n|---|\n| $x$ |", "inline $x$"],
  ])("is found: %j", (markdown, found) => {
    expect(formulasIn(markdown)).toEqual(found.split("|"));
  });

  it.each([
    "$5 and $10",
    "It costs $5, or 10$ with a tip",
    "US$5 to US$7",
    "$ x $",
    "$x $",
    "$20,000 and $30,000.",
    "`$x$` and ``\\(y\\)``",
    "```\n$x$\n\n$$y$$\n```",
    "\\$x$",
    "of $10, `$x`",
    "$HOME and $PATH",
    "$$\nnever closed",
    "one $ alone",
  ])("is not seen in %j", (markdown) => {
    expect(formulasIn(markdown)).toEqual([]);
  });

  it("that is displayed and not finished is shown as it is written, and not as Markdown", () => {
    expect(formulasIn("$$\na\n=", false)).toEqual(["open $$\na\n="]);
    expect(formulasIn("Text\n\\[ x_1 _", false)).toEqual(["open \\[ x_1 _"]);
  });

  it("is taken out of its delimiters", () => {
    expect(["$x$", "$$ x $$", "\\(x\\)", "\\[\nx\n\\]"].map(texOf)).toEqual(["x", "x", "x", "x"]);
  });
});
