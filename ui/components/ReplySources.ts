import type { MessageSource } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";
import { sourcesText } from "../messages/sources-text";

export interface ReplySourcesProps {
  sources: readonly MessageSource[];
}

/** Which parts of which files a reply was made from. */
export function ReplySources({ sources }: ReplySourcesProps) {
  return html`<p class="sources">${sourcesText(sources, useApp().dialogWords.files)}</p>`;
}
