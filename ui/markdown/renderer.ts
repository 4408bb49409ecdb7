import { type DecorationWords, decorate } from "./decorate";
import { createSanitiser } from "./sanitise";
import { createToHtml } from "./to-html";

/** Shows a block of Markdown, safe and decorated. `definitions` are link definitions from elsewhere in the text. */
export type MarkdownRenderer = (source: string, definitions: string) => DocumentFragment;

/** This module and what it imports come as a chunk of their own, when the first message needs them. */
export function createMarkdownRenderer(words: DecorationWords): MarkdownRenderer {
  const toHtml = createToHtml();
  const sanitise = createSanitiser(window);
  return (source, definitions) => {
    const defined = definitions !== "" && source.includes("[") ? `${source}\n\n${definitions}` : source;
    const fragment = sanitise(toHtml(defined));
    decorate(fragment, words);
    return fragment;
  };
}
