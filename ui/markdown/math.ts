import type { MarkedExtension, Tokens } from "marked";
import { escapeHtml } from "./escape-html";

/** A formula as the text has it, its delimiters included. */
interface FormulaToken extends Tokens.Generic {
  /** How it stands in `data-math`: `open` while its end has not come. */
  kind: "inline" | "block" | "open";
}

const blockStart = /(?:^|\n) {0,3}(?:\$\$|\\\[)/;
const wholeBlock = /^ {0,3}(\$\$[^]+?\$\$|\\\[[^]+?\\\])[ \t]*(?:\n+|$)/;
const openBlock = /^ {0,3}((?:\$\$|\\\[)[^]*)$/;
const inlineStart = /\$|\\[([]/;
const display = /^(?:\$\$[^]+?\$\$|\\\[[^]+?\\\])/;
const brackets = /^\\\([^]+?\\\)/;
const dollars = /^\$((?:\\[^]|[^\\$`])+)\$(?![\d$])/;
const anyInline = /\$\$[^]+?\$\$|\\\[[^]+?\\\]|\\\([^]+?\\\)|\$(?:\\[^]|[^\\$`])+\$/g;

/** LaTeX between `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, as `<var data-math>` with its source in it. */
export function mathExtension(isFinal: () => boolean): MarkedExtension {
  return {
    extensions: [
      {
        name: "formulaBlock",
        level: "block",
        start: (text) => blockStart.exec(text)?.index,
        tokenizer(text): FormulaToken | undefined {
          const [raw, source] = wholeBlock.exec(text) ?? [];
          if (raw && source) return { type: "formulaBlock", raw, text: source, kind: "block" };
          const [rest, begun] = (isFinal() ? undefined : openBlock.exec(text)) ?? [];
          return rest && begun ? { type: "formulaBlock", raw: rest, text: begun, kind: "open" } : undefined;
        },
        renderer: (token) => `<p>${placeholder(token as FormulaToken)}</p>\n`,
      },
      {
        name: "formula",
        level: "inline",
        start: (text) => inlineStart.exec(text)?.index,
        tokenizer(text): FormulaToken | undefined {
          const block = display.exec(text)?.[0];
          if (block) return { type: "formula", raw: block, text: block, kind: "block" };
          const inline = inlineFormula(text);
          return inline ? { type: "formula", raw: inline, text: inline, kind: "inline" } : undefined;
        },
        renderer: (token) => placeholder(token as FormulaToken),
      },
    ],
    // A line of `=` or `-` in a formula would make a heading of what stands before it.
    tokenizer: {
      lheading(text) {
        const heading = blockStart.test(text) ? this.rules.block.lheading.exec(text) : undefined;
        return heading && blockStart.test(heading[0]) ? undefined : false;
      },
    },
    // What looks like emphasis in a formula is none.
    hooks: { emStrongMask: (text) => text.replaceAll(anyInline, (found) => "x".repeat(found.length)) },
  };
}

/** LaTeX without its delimiters. */
export function texOf(source: string): string {
  const chars = source.startsWith("$") && !source.startsWith("$$") ? 1 : 2;
  return source.slice(chars, -chars).trim();
}

function inlineFormula(text: string): string | undefined {
  const bracketed = brackets.exec(text)?.[0];
  if (bracketed) return bracketed;
  const [raw, tex = ""] = dollars.exec(text) ?? [];
  return raw && !/^\s|\s$/.test(tex) && !isPrice(tex) ? raw : undefined;
}

/** "$5, or 10$ with tip": a number, words, and nothing that TeX would need. */
function isPrice(tex: string): boolean {
  return /^\d[^\\^_{}=<>+*/]*\s[^\\^_{}=<>+*/]*$/.test(tex) && /[a-z]{2}/i.test(tex);
}

function placeholder({ text, kind }: FormulaToken): string {
  return `<var data-math="${kind}">${escapeHtml(text)}</var>`;
}
