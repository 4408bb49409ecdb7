import { Marked, Renderer } from "marked";

/** GitHub's Markdown as HTML, not yet safe to show. Code carries its language in `data-language`. */
export function createToHtml(): (markdown: string) => string {
  const renderer = new Renderer();
  renderer.code = ({ text, lang }) => {
    const language = /^[\w+#.-]{1,30}/.exec(lang ?? "")?.[0] ?? "";
    return `<pre><code data-language="${language}">${escapeHtml(text)}\n</code></pre>\n`;
  };
  const marked = new Marked({ gfm: true, renderer });
  return (markdown) => marked.parse(markdown, { async: false });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
