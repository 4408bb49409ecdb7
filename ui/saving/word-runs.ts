import { ExternalHyperlink, type ParagraphChild, TextRun } from "docx";
import type { Token, Tokens } from "marked";
import { decoded, plainText } from "./plain-text";

/** How words are set. */
export interface RunStyle {
  bold?: boolean;
  italics?: boolean;
  strike?: boolean;
  font?: string;
  style?: string;
}

const rightToLeft = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Whether the first letter is of a script that is written from the right. */
export function isRightToLeft(tokens: readonly Token[]): boolean {
  return rightToLeft.test(plainText(tokens));
}

/** Inline Markdown as the runs of a paragraph. */
export function runsOf(tokens: readonly Token[], style: RunStyle): ParagraphChild[] {
  return tokens.flatMap((token): ParagraphChild[] => {
    const { tokens: inner } = token as { tokens?: Token[] };
    switch (token.type) {
      case "strong":
        return runsOf(inner ?? [], { ...style, bold: true });
      case "em":
        return runsOf(inner ?? [], { ...style, italics: true });
      case "del":
        return runsOf(inner ?? [], { ...style, strike: true });
      case "codespan":
        return [run(decoded((token as Tokens.Codespan).text), { ...style, font: "Courier New" })];
      case "br":
        return [new TextRun({ break: 1 })];
      case "html":
        return /^<br\b/i.test(token.raw) ? [new TextRun({ break: 1 })] : [];
      case "link":
        return linkOf(token as Tokens.Link, style);
      case "checkbox":
        return [];
      default:
        return inner ? runsOf(inner, style) : [run(decoded((token as Tokens.Text).text), style)];
    }
  });
}

/** Only what leads to a page or a mailbox leads anywhere. */
function linkOf({ href, tokens }: Tokens.Link, style: RunStyle): ParagraphChild[] {
  if (!/^(?:https?|mailto):/i.test(href)) return runsOf(tokens, style);
  return [new ExternalHyperlink({ link: href, children: runsOf(tokens, { ...style, style: "Hyperlink" }) })];
}

function run(text: string, style: RunStyle): TextRun {
  return new TextRun({ ...style, text, rightToLeft: rightToLeft.test(text) || undefined });
}
