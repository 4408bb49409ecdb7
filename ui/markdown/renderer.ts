import type { DiagramsModel } from "../models/diagrams-model";
import type { LazyPart } from "../models/lazy-part";
import { type DecorationWords, decorate } from "./decorate";
import type { Formulas } from "./formulas";
import type { Highlighter } from "./highlighter";
import { createSanitiser } from "./sanitise";
import { createToHtml } from "./to-html";

/** A block of a message, and what it must know of the rest. */
export interface RenderedBlock {
  source: string;
  /** Link definitions from elsewhere in the text. */
  definitions: string;
  /** Labels of the message's footnotes in the order of their numbers, one a line. */
  footnotes: string;
  /** Whatever follows, this block stays as it is: what is dear to show is worth showing now. */
  isFinal: boolean;
}

/** Shows a block of Markdown, safe and decorated. In an effect it is run again when it would show something else. */
export type RenderBlock = (block: RenderedBlock) => DocumentFragment;

/** What the renderer needs of the page. */
export interface RendererParts {
  /** In the language chosen now. */
  words(): DecorationWords;
  diagrams: DiagramsModel;
  formulas: LazyPart<Formulas>;
  highlighter: LazyPart<Highlighter>;
}

export function createRender(parts: RendererParts): RenderBlock {
  const toHtml = createToHtml();
  const sanitise = createSanitiser(window);
  return (block) => {
    const { source, definitions, isFinal } = block;
    const footnotes = block.footnotes.split("\n");
    const defined = definitions !== "" && source.includes("[") ? `${source}\n\n${definitions}` : source;
    const fragment = sanitise(toHtml(defined, { footnotes, isFinal }));
    decorate(fragment, block, parts);
    return fragment;
  };
}
