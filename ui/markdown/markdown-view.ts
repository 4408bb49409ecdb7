import type { ReadonlySignal } from "@preact/signals";
// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { MarkdownBlocks } from "../components/MarkdownBlocks";
import { createDrawDiagram } from "../diagrams/draw-diagram";
import { importPart } from "../import-part";
import { loadStyle } from "../load-style";
import { createDiagramsModel } from "../models/diagrams-model";
import { createLazyPart } from "../models/lazy-part";
import type { DecorationWords } from "./decorate";
import type { MarkdownRenderer } from "../models/markdown-model";
import { createRender } from "./renderer";

// The build puts in where the files lie that it builds apart from the page.
declare const HIGHLIGHTER_URL: string;
declare const FORMULAS_URL: string;
declare const FORMULAS_STYLE_URL: string;

/** This module and what it imports come as a chunk of their own; what is heavy is fetched by the first block with it. */
export function createMarkdownRenderer(
  words: () => DecorationWords,
  theme: ReadonlySignal<"light" | "dark">,
): MarkdownRenderer {
  const diagrams = createDiagramsModel(createDrawDiagram(), theme);
  const render = createRender({
    words,
    diagrams,
    formulas: createLazyPart(async () => {
      const script = importPart(() => import(FORMULAS_URL) as Promise<typeof import("./formulas")>);
      await loadStyle(FORMULAS_STYLE_URL);
      return (await script).createFormulas();
    }),
    highlighter: createLazyPart(async () => {
      const { createHighlighter } = await importPart(
        () => import(HIGHLIGHTER_URL) as Promise<typeof import("./highlighter")>,
      );
      return createHighlighter();
    }),
  });
  return { render, Blocks: MarkdownBlocks, toggleDiagram: diagrams.toggle };
}
