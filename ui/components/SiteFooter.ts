import "./SiteFooter.css";
import { useApp } from "../context";
import { html } from "../html";
import { InlineMarkdown } from "./InlineMarkdown";

/** The operator's line at the foot of the page. */
export function SiteFooter() {
  const { site } = useApp();
  if (site.footer.trim() === "") return null;
  return html`<div class="site-footer"><${InlineMarkdown} text=${site.footer} /></div>`;
}
