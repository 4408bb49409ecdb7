import { createLazyPart } from "../models/lazy-part";
import type { DecorationWords } from "./decorate";
import type { MarkdownRenderer } from "./renderer";

// The build puts in where the files lie that it builds apart from the page.
declare const HIGHLIGHTER_URL: string;

/** Fetches the renderer; what is heavy in it is fetched by the first block that shows it. */
export async function fetchRenderer(words: () => DecorationWords): Promise<MarkdownRenderer> {
  const { createMarkdownRenderer } = await import("./renderer");
  return createMarkdownRenderer({
    words,
    highlighter: createLazyPart(async () => {
      const { createHighlighter } = (await import(HIGHLIGHTER_URL)) as typeof import("./highlighter");
      return createHighlighter();
    }),
  });
}
