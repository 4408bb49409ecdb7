import { type Token, type Tokens, marked } from "marked";
import { plainText } from "./plain-text";

/** Where a spreadsheet would calculate instead of show: what begins so, and is no number. */
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?[\d.,\s]+%?$/;

/**
 * The tables of a text as CSV (RFC 4180), with a blank line between two of them; undefined when it has none. What a
 * spreadsheet would take for a formula begins with an apostrophe, since a stranger's words may be in it.
 */
export function csvOf(markdown: string): string | undefined {
  const tables = tablesIn(marked.lexer(markdown));
  if (tables.length === 0) return undefined;
  const texts = tables.map(({ header, rows }) =>
    [header, ...rows].map((row) => `${row.map(({ tokens }) => cellOf(tokens)).join(",")}\r\n`).join(""),
  );
  // The mark at the beginning tells Excel that it is UTF-8.
  return `\ufeff${texts.join("\r\n")}`;
}

function tablesIn(tokens: readonly Token[]): Tokens.Table[] {
  return tokens.flatMap((token): Tokens.Table[] => {
    if (token.type === "table") return [token as Tokens.Table];
    if (token.type === "list") return (token as Tokens.List).items.flatMap((item) => tablesIn(item.tokens));
    return token.type === "blockquote" ? tablesIn((token as Tokens.Blockquote).tokens) : [];
  });
}

function cellOf(tokens: readonly Token[]): string {
  const text = plainText(tokens).trim();
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
