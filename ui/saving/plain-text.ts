import type { Token, Tokens } from "marked";

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: "\u00a0",
};

/** What a reader reads, where Markdown writes characters as HTML does. */
export function decoded(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => entities[name] ?? whole);
}

/** The words of inline Markdown without what sets them. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === "br" || (token.type === "html" && /^<br\b/i.test(token.raw))) return "\n";
      if (token.type === "html") return "";
      const { tokens: inner, text } = token as Partial<Tokens.Text>;
      return inner ? plainText(inner) : decoded(text ?? "");
    })
    .join("");
}
