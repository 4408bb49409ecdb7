import { useApp } from "../context";
import { html } from "../html";
import { CopyButton } from "./CopyButton";

export interface SnippetProps {
  title: string;
  code: string;
}

/** Code to copy. */
export function Snippet({ title, code }: SnippetProps) {
  const { dialogWords } = useApp();
  return html`
    <section class="snippet">
      <header>
        <h3>${title}</h3>
        <${CopyButton} text=${code} label=${dialogWords.api.copy(title)} />
      </header>
      <pre tabindex="0" aria-label=${title} dir="ltr"><code>${code}</code></pre>
    </section>
  `;
}
