import { Marked, Renderer } from "marked";
import { escapeHtml } from "./escape-html";
import { footnoteExtension } from "./footnote-extension";
import { mathExtension } from "./math";

/** What the Markdown of a block cannot say itself. */
export interface BlockSurroundings {
  /** Labels of the message's footnotes, in the order of their numbers. */
  footnotes: readonly string[];
  /** No more of the block comes. */
  isFinal: boolean;
}

const alone: BlockSurroundings = { footnotes: [], isFinal: true };

/** GitHub's Markdown as HTML, not yet safe to show. Code carries its language in `data-language`. */
export function createToHtml(): (markdown: string, around?: BlockSurroundings) => string {
  let surroundings = alone;
  const renderer = new Renderer();
  renderer.code = ({ text, lang }) => {
    const language = /^[\w+#.-]{1,30}/.exec(lang ?? "")?.[0] ?? "";
    return `<pre><code data-language="${language}">${escapeHtml(text)}\n</code></pre>\n`;
  };
  const marked = new Marked(
    { gfm: true, renderer },
    mathExtension(() => surroundings.isFinal),
    footnoteExtension(() => surroundings.footnotes),
  );
  return (markdown, around = alone) => {
    surroundings = around;
    try {
      return marked.parse(markdown, { async: false });
    } catch {
      // Thousands of quotes or lists in one another are more than the stack holds: one such block must not end the page.
      return `<pre>${escapeHtml(markdown)}</pre>\n`;
    }
  };
}
