import { createLazyPart } from "../models/lazy-part";
import type { DecorationWords } from "./decorate";
import type { MarkdownRenderer } from "./renderer";

// The build puts in where the files lie that it builds apart from the page.
declare const HIGHLIGHTER_URL: string;
declare const FORMULAS_URL: string;
declare const FORMULAS_STYLE_URL: string;

/** Fetches the renderer; what is heavy in it is fetched by the first block that shows it. */
export async function fetchRenderer(words: () => DecorationWords): Promise<MarkdownRenderer> {
  const { createMarkdownRenderer } = await import("./renderer");
  return createMarkdownRenderer({
    words,
    formulas: createLazyPart(async () => {
      const script = import(FORMULAS_URL) as Promise<typeof import("./formulas")>;
      await loadStyle(FORMULAS_STYLE_URL);
      return (await script).createFormulas();
    }),
    highlighter: createLazyPart(async () => {
      const { createHighlighter } = (await import(HIGHLIGHTER_URL)) as typeof import("./highlighter");
      return createHighlighter();
    }),
  });
}

async function loadStyle(href: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const come = new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
  });
  document.head.append(link);
  await come;
}
