import { compile } from "html-to-text";
import type { FilePart } from "../../reading-ports";

const htmlToText = compile({
  wordwrap: false,
  // A page's own limits: what is nested deeper or wider than this was not written to be read.
  limits: { maxDepth: 500, maxInputLength: 30_000_000 },
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "svg", format: "skip" },
    { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** A page, by what it begins with. */
export function isHtml(text: string): boolean {
  return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
    text.slice(0, 4_000),
  );
}

/** What a page says, a paragraph a line. */
export function htmlParts(html: string): FilePart[] {
  const lines = htmlToText(html)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  return lines.length === 0 ? [] : [{ unit: "paragraph", from: 1, to: lines.length, text: lines.join("\n") }];
}
