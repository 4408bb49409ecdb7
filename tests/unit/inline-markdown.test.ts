import { describe, expect, it } from "vitest";
import { type Inline, parseInline, parseParagraphs } from "../../ui/markdown/inline";

const text = (content: string): Inline => ({ kind: "text", text: content });
const link = (href: string, label: string): Inline => ({ kind: "link", href, children: [text(label)] });

describe("The operator's Markdown", () => {
  it("has bold, italic, code and links, one in another", () => {
    expect(parseInline("Ask **us** or *them*, `x*y*z`, [the *desk*](https://example.com/a_(b)).")).toEqual([
      text("Ask "),
      { kind: "strong", children: [text("us")] },
      text(" or "),
      { kind: "em", children: [text("them")] },
      text(", "),
      { kind: "code", text: "x*y*z" },
      text(", "),
      {
        kind: "link",
        href: "https://example.com/a_(b)",
        children: [text("the "), { kind: "em", children: [text("desk")] }],
      },
      text("."),
    ]);
  });

  it.each([
    [
      "see https://example.com/x?y=1, please",
      [text("see "), link("https://example.com/x?y=1", "https://example.com/x?y=1"), text(", please")],
    ],
    ["<mailto:desk@example.com>", [link("mailto:desk@example.com", "desk@example.com")]],
    ["[Imprint](/imprint)", [link("/imprint", "Imprint")]],
    ["[Call](tel:+431234)", [link("tel:+431234", "Call")]],
  ])("links %s", (line, pieces) => {
    expect(parseInline(line)).toEqual(pieces);
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert`1`)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example)",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "&lt;b&gt;",
    "snake_case_name",
    "2 * 3 * 4",
    "a ** b",
    "[no link]",
  ])("leaves as it is written: %s", (line) => {
    const pieces = parseInline(line);
    expect(pieces.filter(({ kind }) => kind === "link")).toEqual([]);
    expect(pieces.map((piece) => ("text" in piece ? piece.text : "?")).join("")).toBe(line);
  });

  it("can be written out with a backslash", () => {
    expect(parseInline(String.raw`\*not bold\* and \[no link\](x)`)).toEqual([
      text("*not bold* and [no link](x)"),
    ]);
  });

  it("has paragraphs and lines", () => {
    expect(parseParagraphs("\none\ntwo\n\n \nthree\n")).toEqual([
      [[text("one")], [text("two")]],
      [[text("three")]],
    ]);
    expect(parseParagraphs(" \n ")).toEqual([]);
  });

  it("takes no time over what looks like Markdown and is none", () => {
    const hard = [
      "*".repeat(1_000),
      "[".repeat(1_000),
      "**a".repeat(333),
      "[a](".repeat(250),
      "_a ".repeat(333),
    ];
    const start = performance.now();
    for (const line of hard) parseInline(line);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
